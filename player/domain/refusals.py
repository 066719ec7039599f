"""Refusals: what is said when something may not be recorded (see `permit`)."""

from __future__ import annotations

from player.domain.problem import Problem
from player.domain.progress import LOCK_WORDS, Lock


class StepLocked(Problem):
    what_template = "That step is locked: {reason}"
    meaning_template = "Nothing was recorded; what you did before is kept."
    remedy_template = "{way}"

    def __init__(self, lock: Lock) -> None:
        reason, way = LOCK_WORDS[lock]
        self.lock = lock
        super().__init__(reason=reason, way=way)


class NotOfThisCourse(Problem):
    what_template = "This does not belong to the course: {reason}"
    meaning_template = "It was not counted; everything recorded before is kept."
    remedy_template = "Open the course again from the library."


class ImpossibleSpan(Problem):
    what_template = "A stretch of watching cannot be true: {reason}"
    meaning_template = "That stretch does not count toward credit; everything recorded before is kept."
    remedy_template = "Go on watching; what is really played counts."


class NoSuchAnswer(Problem):
    what_template = "That cannot be an answer here: {reason}"
    meaning_template = "Nothing was recorded; what you did before is kept."
    remedy_template = "Answer again."


class QuizIsPassed(Problem):
    what_template = "The quiz is passed already."
    meaning_template = "Your result stands, and no attempt was used up."
    remedy_template = "Go on to the evaluation."


class AlreadyDone(Problem):
    what_template = "That was done already: {reason}"
    meaning_template = "What was recorded the first time stands."
    remedy_template = "Go on to the next step."


class NoSuchDay(Problem):
    what_template = "That day cannot be the true one: {reason}"
    meaning_template = "Nothing was recorded; what you did before is kept."
    remedy_template = "Choose the day that it is."


class ClaimNotSupported(Problem):
    what_template = "{amount} cannot be claimed: {reason}"
    meaning_template = "No credit was claimed; what you did is kept."
    remedy_template = "{way}"

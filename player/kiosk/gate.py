"""The gate before everything that is the operator's: who has the code gets the key, who guesses has to rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from player.domain.kiosk.attempts import Attempts
from player.domain.problem import Problem
from player.kiosk.diary import Diary, Entry
from player.kiosk.ports import AttemptsKept
from player.kiosk.problems import TooManyTries, WrongCode
from player.proof.operator_key import LockedOperatorKey, OperatorKey, WrongOperatorCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """`remember`: told the code whenever it was right; `mono_s`: seconds that only run forward."""

    lock: LockedOperatorKey
    attempts: AttemptsKept
    remember: Callable[[str], None]
    diary: Diary
    mono_s: Callable[[], float]


class Gate:
    """Of one station."""

    def __init__(self, keys: Keys) -> None:
        self._has = keys
        self._looked_at_s = keys.mono_s()

    def unlock(self, code: str) -> OperatorKey:
        """The operator's key, for who knows the code. Raises `WrongCode` or `TooManyTries`; takes half a second."""
        attempts = self._rested(self._has.attempts.load())
        if attempts.wait_s:
            self._has.attempts.save(attempts)
            raise TooManyTries(wait_s=attempts.wait_s)
        # Counted before it is tried: who pulls the plug in between has used it up.
        self._has.attempts.save(attempts.failed())
        try:
            key = self._has.lock.unlock(code)
        except WrongOperatorCode:
            self._has.diary.note(Entry.WRONG_CODE, count=attempts.failed().wrong)
            raise _refusal(attempts.failed()) from None
        self._has.attempts.save(Attempts())
        self._has.remember(code)
        return key

    def _rested(self, attempts: Attempts) -> Attempts:
        """Only the time that this process really ran counts: no start and no clock shortens a rest."""
        now_s = self._has.mono_s()
        rested, self._looked_at_s = int(now_s - self._looked_at_s), now_s
        return attempts.rested(rested)


def _refusal(attempts: Attempts) -> Problem:
    return TooManyTries(wait_s=attempts.wait_s) if attempts.wait_s else WrongCode(left=attempts.left)

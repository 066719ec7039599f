"""What can go wrong in the world: a `Problem` is told to a person in three sentences; anything else is a bug."""

from __future__ import annotations

from typing import ClassVar

from player.domain.phrase import Worded


class Problem(Exception):
    """Something a person can understand went wrong.

    Each room declares its own subclasses with three sentence templates (named placeholders, so that they can
    be translated): what happened, what it means for the learner's credit, and what to do. An instance carries
    only the data that fills them.
    """

    what_template: ClassVar[str] = "Something went wrong."
    meaning_template: ClassVar[str] = "Nothing that was recorded is affected."
    remedy_template: ClassVar[str] = "Try again."

    def __init__(self, *, details: str = "", **data: object) -> None:
        self.data = data
        self.details = details
        super().__init__(self.sentence)

    @property
    def code(self) -> str:
        """A stable name for logs and `--json`: the class name."""
        return type(self).__name__

    @property
    def what(self) -> str:
        return self._filled(self.what_template)

    @property
    def meaning(self) -> str:
        return self._filled(self.meaning_template)

    @property
    def remedy(self) -> str:
        return self._filled(self.remedy_template)

    def _filled(self, template: str) -> str:
        """The template with its data, both of which are put into another language where a window shows them; of
        another problem among them, what happened there."""
        told = {name: value.what if isinstance(value, Problem) else value for name, value in self.data.items()}
        return Worded(template, **told) if template else ""

    def counted(self, one: str, many: str, name: str) -> str:
        """For a subclass that counts in one of its three sentences: the form for the datum of that name, which stands
        in both as `{count}`."""
        count = self.data[name]
        return Worded.counted(one, many, count if isinstance(count, int) else 0, **self.data)

    @property
    def sentence(self) -> str:
        """All three parts as one line, for a terminal."""
        return " ".join(part for part in (self.what, self.meaning, self.remedy) if part)


class OutOfReach(Problem):
    """Something lies where it cannot be read now, on a disk that is away or does not answer: it may be sound."""

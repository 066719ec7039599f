"""The provider's own text of requirements for the linter: whether the rules cover it, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from player.archive.authoring.notes import Note
from player.domain.course import Course

_WORD = re.compile(r"[^\W_](?:[\w.+/®™-]*[\w+])?")
_HEADING = re.compile(r"^[^:\n]*:", re.MULTILINE)
_MOST_NAMED = 12
_JOINTS = frozenset(
    "a an and any are as at be by either following for from if in is of on or our than that the these this to "
    "we will with you your".split()
)
"""Words that join others."""
_TITLES = frozenset(
    "additional best browser browsers computer configuration desktop desktops devices experienced extra hardware "
    "laptop laptops mac macintosh marked minimum mobile operating optimal optional pc pcs phones recommended "
    "recommendation recommendations required requirement requirements smartphones software specifications system "
    "systems tablets technical technology users where windows".split()
)
"""Words of headings; a heading that ends with a colon may say anything."""


def rules_not_in_source(course: Course) -> Iterator[Note]:
    """Rules whose words do not stand in the text out of which they were made."""
    if not course.requirements_source:
        return
    for requirement in course.requirements:
        if not re.search(_pattern(requirement.text), course.requirements_source):
            text = f"Its words stand nowhere in requirements_source: “{requirement.text}”."
            yield Note("requirement-text", f"requirement {requirement.id}", text)


def words_not_covered(course: Course) -> Iterator[Note]:
    left = words_left(course.requirements_source, [requirement.text for requirement in course.requirements])
    if left:
        named = ", ".join(left[:_MOST_NAMED]) + (f" and {len(left) - _MOST_NAMED} more" * (len(left) > _MOST_NAMED))
        yield Note("requirement-uncovered", "requirements_source", f"No rule covers these words of it: {named}.")


def words_left(source: str, texts: list[str]) -> list[str]:
    """What of `source` stands in none of `texts`, each word once; headings and joints do not count.

    A text covers one place for each time that it is given, and the longest come first: "128 MB" is no part of
    "128 MB or more" where both are rules.
    """
    for text in sorted(filter(str.split, texts), key=len, reverse=True):
        source = re.sub(_pattern(text), "\0", source, count=1)
    words = dict.fromkeys(_WORD.findall(_HEADING.sub("", source)))
    return [word for word in words if word.lower() not in _JOINTS | _TITLES]


def _pattern(text: str) -> str:
    """`text` as it may be broken into lines anew, at the borders of its words."""
    return r"(?i)(?<!\w)" + r"\s+".join(map(re.escape, text.split())) + r"(?!\w)"

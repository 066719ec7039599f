"""What of a station's error output may be kept: where in the program it went wrong, and never with whose words.

An error's own text may quote a name; a line of the program's source, or where it stands, cannot. So what is known to
name nobody is kept, and everything else is left out.
"""

from __future__ import annotations

import re

_PLACE = re.compile(r'\s*File "(?P<file>[^"]*)", line (?P<line>\d+)(?:,)?(?: in (?P<function>[\w.<>]+))?\s*$')
_ERROR = re.compile(
    r"(?P<name>(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit)|player(?:\.\w+)+)(?::.*)?$"
)
_PLAIN = re.compile(
    r"Traceback \(most recent call last\):"
    r"|(?:Current thread|Thread) 0x[0-9a-f]+ \(most recent call first\):"
    r"|During handling of the above exception, another exception occurred:"
    r"|The above exception was the direct cause of the following exception:"
    r"|a bug at (?:nowhere|\w+\.py:\d+): [A-Z]\w*"  # the station's own words
    r"|Fatal Python error: (?:Segmentation fault|Aborted|Bus error|Illegal instruction|Floating-point exception)"
)
_DEEPEST = 3


def harmless(line: str) -> str:
    """What may be kept of a line, empty for nothing: the words of Python itself, places in the program, and the names
    of errors without their text."""
    text = line.rstrip()
    if _PLAIN.fullmatch(text):
        return text
    if place := _PLACE.match(text):
        function = f" in {place['function']}" if place["function"] else ""
        return f"  {_within_program(place['file'])}:{place['line']}{function}"
    if error := _ERROR.match(text):
        return error["name"]
    return ""


def says_why(line: str) -> bool:
    """Whether it is the word of somebody, an error's or a Problem's, and no place in the program."""
    return bool(line.strip()) and not line.startswith(
        (" ", "\t", "Thread 0x", "Current thread 0x", "Extension modules:")
    )


def _within_program(file: str) -> str:
    """The end of a path: what lies before it may be called after its user."""
    return "/".join(re.split(r"[\\/]", file)[-_DEEPEST:])

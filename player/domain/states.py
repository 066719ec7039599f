"""The states of the USA that license: their codes and names, as boards and accreditors list them."""

from __future__ import annotations

from collections.abc import Mapping

_LINES = """AL Alabama
AK Alaska
AZ Arizona
AR Arkansas
CA California
CO Colorado
CT Connecticut
DE Delaware
DC District of Columbia
FL Florida
GA Georgia
HI Hawaii
ID Idaho
IL Illinois
IN Indiana
IA Iowa
KS Kansas
KY Kentucky
LA Louisiana
ME Maine
MD Maryland
MA Massachusetts
MI Michigan
MN Minnesota
MS Mississippi
MO Missouri
MT Montana
NE Nebraska
NV Nevada
NH New Hampshire
NJ New Jersey
NM New Mexico
NY New York
NC North Carolina
ND North Dakota
OH Ohio
OK Oklahoma
OR Oregon
PA Pennsylvania
RI Rhode Island
SC South Carolina
SD South Dakota
TN Tennessee
TX Texas
UT Utah
VT Vermont
VA Virginia
WA Washington
WV West Virginia
WI Wisconsin
WY Wyoming
AS American Samoa
GU Guam
MP Northern Mariana Islands
PR Puerto Rico
VI Virgin Islands"""
STATES: Mapping[str, str] = {line[:2]: line[3:] for line in _LINES.splitlines()}
"""Names by their postal codes, with the district and the territories that have boards of their own."""
_CODES: Mapping[str, str] = {name.casefold(): code for code, name in STATES.items()}


def code_of_state(text: str) -> str:
    """The code of a state given by its code or its name, however it is capitalised; empty where it is none."""
    word = " ".join(text.split())
    return word.upper() if word.upper() in STATES else _CODES.get(word.casefold(), "")


def name_of_state(text: str) -> str:
    return STATES.get(code_of_state(text), "")

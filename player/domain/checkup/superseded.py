"""Why what old courses ask of a computer is no matter here: our own sentences, which importing writes into a course.

There they are plain text. Read back, each is known by its words, and is said in the language of the window.
"""

from __future__ import annotations

import re

from player.domain.phrase import Phrase, in_a_row

NO_BROWSER = Phrase("Carrel plays the course itself; no browser takes part.")
NO_SCRIPTS = Phrase("Carrel plays the course itself; there are no scripts and no cookies.")
NO_JAVA = Phrase("Carrel plays the course itself; there are no programs in it that Java would run.")
NO_PLUGINS = Phrase("Carrel plays the course itself; there is no browser that would need plug-ins.")
NO_FLASH = Phrase("Flash ended on 31 December 2020; the recording was converted and needs none.")
NO_SILVERLIGHT = Phrase("Silverlight ended on 12 October 2021; the recording was converted and needs none.")
NO_SHOCKWAVE = Phrase("Shockwave ended on 9 April 2019; the recording was converted and needs none.")
NO_QUICKTIME = Phrase(
    "Carrel plays the recording itself and needs no QuickTime, which Apple gave up for Windows in April 2016."
)
NO_REALPLAYER = Phrase("Carrel plays the recording itself and needs no RealPlayer.")
NO_AUTHORWARE = Phrase("Carrel plays the recording itself and needs no Authorware.")
NO_CODECS = Phrase("Carrel plays the recording itself and brings what decodes it.")
NO_DISC = Phrase("A course is one file; no disc is put in.")
NO_NETWORK = Phrase("Carrel plays without a network.")
LATER_TOO = Phrase("The text names no later system; a later one counts as well.")
UNTOLD_CORES = Phrase("How many cores a processor has is not looked at.")

_KNOWN = {
    str(one): one
    for one in (
        NO_BROWSER,
        NO_SCRIPTS,
        NO_JAVA,
        NO_PLUGINS,
        NO_FLASH,
        NO_SILVERLIGHT,
        NO_SHOCKWAVE,
        NO_QUICKTIME,
        NO_REALPLAYER,
        NO_AUTHORWARE,
        NO_CODECS,
        NO_DISC,
        NO_NETWORK,
        LATER_TOO,
        UNTOLD_CORES,
    )
}
_BETWEEN = re.compile(r"(?<=\.) ")


def known_again(text: str) -> str:
    """The text as sentences of our own, where it is made of nothing else; a provider's own words stay as they are."""
    parts = [_KNOWN.get(part) for part in _BETWEEN.split(text)]
    found = [part for part in parts if part is not None]
    return in_a_row(found) if len(found) == len(parts) else text

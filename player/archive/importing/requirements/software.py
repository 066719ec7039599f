"""Browsers and other programs in a sentence: which were asked for, and why a player without a network needs none."""

from __future__ import annotations

import re

from player.archive.importing.requirements.newest import newest_of, phrases
from player.archive.importing.requirements.reading import Reading, all_of, any_of
from player.domain.checkup import superseded
from player.domain.requirement import Need, Operator

_BROWSERS = {
    "internet-explorer": r"(?:Microsoft |MS )?Internet Explorer|MSIE|\bIE(?=\s?\d|\b)",
    "firefox": r"(?:Mozilla )?Firefox",
    "safari": r"(?:Apple )?Safari",
    "chrome": r"(?:Google )?Chrome(?! ?OS|book)",
    "edge": r"(?:Microsoft |MS )Edge|(?-i:Edge)",
    "": r"Netscape(?: (?:Navigator|Communicator))?|Mozilla(?! Firefox)|\bOpera\b|America Online|\bAOL\b"
    r"|Brave\b|Vivaldi\b",
}
_NUMBER = r"[®™]?(?:[ ,(]{0,2}(?:browser )?(?:v(?:er(?:sion)?)?s?\.? ?)?(\d+(?:\.\d+)*))?"
BROWSERS = re.compile(
    "|".join(f"(?:{one})" for one in _BROWSERS.values()) + r"|\b(?:web|internet)[ -]?browsers?\b|\bbrowsers?\b",
    re.IGNORECASE,
)
FEATURES = re.compile(
    r"\bjava ?scripts?\b|\bcookies?\b|\bpop[- ]?ups?\b|\bactive ?x\b|\b(?:SSL|TLS)\b"
    r"|\b\d{2,3}[- ]?bit (?:SSL |cipher )?encryption\b"
    r"|\bHTML ?5\b|\bDHTML\b|\bcascading style sheets\b|\bCSS\b|\bframes\b|\bWebRTC\b|\btoolbars?\b",
    re.IGNORECASE,
)
_PLUGINS = (
    (r"Flash(?: Player)?|Shockwave Flash", superseded.NO_FLASH),
    (r"Silverlight", superseded.NO_SILVERLIGHT),
    (r"Shockwave(?: Player)?", superseded.NO_SHOCKWAVE),
    (r"QuickTime(?: Player)?", superseded.NO_QUICKTIME),
    (r"Real ?(?:Player|One|Audio|Video|Media)(?: Player)?(?: Basic)?", superseded.NO_REALPLAYER),
    (r"Authorware(?: Player)?", superseded.NO_AUTHORWARE),
    (
        r"Java(?! ?script)(?: (?:Virtual Machine|Runtime(?: Environment)?|VM|plug-?in|applets?))?|\bJRE\b|\bJVM\b",
        superseded.NO_JAVA,
    ),
    (r"plug-?ins?", superseded.NO_PLUGINS),
    (r"codecs?", superseded.NO_CODECS),
)
_MEDIA_PLAYER = r"Windows Media(?: Player)?(?: 64)?|\bWMP\b|\bVLC(?: Media Player)?|\bmedia player\b"
PLUGINS = re.compile("|".join(rf"\b(?:{one})" for one, _ in _PLUGINS) + f"|{_MEDIA_PLAYER}", re.IGNORECASE)
READERS = re.compile(
    r"\b(?:Adobe )?Acrobat(?: Reader)?(?: DC)?\b|\bAdobe (?:PDF )?Reader\b|\bPDF (?:reader|viewer"
    r"|plug-?in)\b|\bPDF(?:s| files?| documents?)?\b",
    re.IGNORECASE,
)
SLIDES = re.compile(r"\b(?:Microsoft |MS )?PowerPoint(?: Viewer)?(?: \d{2,4})?\b", re.IGNORECASE)
DRIVES = re.compile(
    r"(?:\b\d{1,2}[- ]?(?:x|speed) |\b(?:double|quad|dual)[- ]speed )?\b(?:CD"
    r"|DVD)(?:-ROM)?[ /-](?:(?:CD|DVD)(?:-ROM)?[ -])?(?:drive|reader|player)\b|\b\d{1,2}x CD-ROM\b",
    re.IGNORECASE,
)
CONNECTIONS = re.compile(
    r"\b(?:broad ?band|high[- ]speed|dial[- ]?up|modem|DSL|ADSL|ISDN|T1|wi-?fi|wireless|ethernet|bandwidth)\b"
    r"(?: (?:internet|network))?(?: (?:connections?|access))?"
    r"|\b(?:internet|network|web)[ -](?:connections?|access|service provider)\b|\bconnections? to the internet\b"
    r"|\baccess to the (?:internet|web)\b|\bfirewalls?\b|\bISP\b|\b[345]G\b(?! ?B)|\bcable\b(?: (?:modem|connection))?",
    re.IGNORECASE,
)


def read_browsers(text: str) -> Reading:
    needs: list[Need] = []
    newest = phrases(text)
    for name, pattern in _BROWSERS.items():
        for match in re.finditer(f"(?:{pattern})", text, re.IGNORECASE) if name else ():
            number = re.match(_NUMBER, text[match.end() :], re.IGNORECASE)
            version = number[1] if number else None
            count = 0 if version else newest_of(text, match, newest)
            operator = Operator.NEWEST if count else Operator.VERSION
            needs.append(Need(fact=f"browser.{name}", operator=operator, value=version or str(count or 1)))
    return Reading(need=any_of(needs), superseded=superseded.NO_BROWSER)


def read_features(text: str) -> Reading:
    wanted = [
        word for word, said in (("javascript", r"java ?script"), ("cookies", r"cookie")) if re.search(said, text, re.I)
    ]
    needs = [Need(fact="browser.features", operator=Operator.INCLUDES, value=word) for word in wanted]
    return Reading(need=all_of(needs), superseded=superseded.NO_SCRIPTS if wanted else superseded.NO_BROWSER)


def read_plugins(text: str) -> Reading:
    """Windows Media Player can be told by what it was for: whether a recording plays. The others are needed no more."""
    reasons: dict[str, int] = {}
    rest = text
    for pattern, reason in _PLUGINS:
        named = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
        if match := named.search(rest):
            reasons.setdefault(reason, match.start())
            # Of the same length, so that places stay what they are.
            rest = named.sub(lambda found: " " * len(found[0]), rest)
    if re.search(_MEDIA_PLAYER, text, re.IGNORECASE) and not (reasons and re.search(r"\bor\b|/", text)):
        app = Need(fact="app.windows-media-player", value="installed")
        need = Need(any_of=(Need(fact="decoder.works", value="yes"), app))
        return Reading(need=need)
    return Reading(superseded=" ".join(sorted(reasons, key=lambda reason: reasons[reason])), need=_flash(text))


def _flash(text: str) -> Need | None:
    named = re.search(rf"Flash(?: Player)?{_NUMBER}", text, re.IGNORECASE)
    return Need(fact="app.flash", operator=Operator.VERSION, value=named[1] or "1") if named else None


def read_readers(_: str) -> Reading:
    builtin = Need(fact="viewer.pdf", value="builtin")
    need = Need(any_of=(builtin, Need(fact="app.acrobat", value="installed")))
    return Reading(need=need)


def read_slides(_: str) -> Reading:
    need = Need(fact="app.powerpoint", value="installed")
    return Reading(need=need, only_if=Need(fact="course.has-slides", value="yes"))


def read_drives(_: str) -> Reading:
    return Reading(superseded=superseded.NO_DISC)

"""Amounts in a sentence: memory, video memory and disk space, screens, connections and sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from player.archive.importing.requirements.reading import Kind, Mention, Reading, all_of, any_of
from player.domain.checkup.amounts import wanted_quantity
from player.domain.checkup.superseded import NO_NETWORK
from player.domain.requirement import Need, Operator

SIZE = re.compile(
    r"(?<![\w.,])(\d+(?:,\d{3})*(?:\.\d+)?)[ -]?"
    r"([KMGT]i?B|[KMGT]b(?!p)|meg(?:abyte)?s?|gig(?:abyte)?s?|[MGK](?= ?(?:of )?RAM\b))(?![\w/])",
    re.IGNORECASE,
)
RATE = re.compile(
    r"(?<![\w.,])(\d+(?:,\d{3})*(?:\.\d+)?) ?-?(?:([kmg])(?:ega)?(?:i?b(?:it)?s?) ?(?:ps|p/s|/ "
    r"?s(?:ec(?:ond)?)?|per second)"
    r"|([kmg])bs\b|(k)(?:b(?:ps)?)?(?=[ -](?:or \w+ )?(?:dial|modem|connection|line|baud|bps|or "
    r"(?:higher|faster|better))))(?!\w)",
    re.IGNORECASE,
)
SCREEN = re.compile(r"(?<![\w.,])(\d{1,2},?\d{3}|\d{3,4}) ?(?:x|×|by|\*|X) ?(\d{1,2},?\d{3}|\d{3,4})(?!\w|,\d)")
_AFTER = (
    (
        Kind.VIDEO_MEMORY,
        r"(?:of )?(?:dedicated |available |on-?board )*(?:video|graphics?|display|VGA)[ -]?(?:RAM|memory"
        r"|card|adapter)|(?:of )?VRAM",
    ),
    (
        Kind.DISK,
        r"(?:or (?:more|greater|higher) )?(?:of )?(?:free |available |unused |additional )*(?:on (?:the |your )?)?"
        r"(?:(?:hard|fixed)[ -]?(?:disk|disc|drive)|disk|drive|storage|HDD|SSD|free space|space|free\b|available\b)",
    ),
    (
        Kind.MEMORY,
        r"(?:or (?:more|greater|higher|better) )?(?:of )?(?:free |available |system |physical |main "
        r"|total |installed |built-in )*"
        r"(?:(?:S?D|DD)?RAM\b|memory|RAM\b)",
    ),
)
_BEFORE = (
    (Kind.VIDEO_MEMORY, r"\b(?:VRAM|video (?:RAM|memory|card)|graphics (?:RAM|memory|card))\b"),
    (Kind.MEMORY, r"\b(?:RAM|memory)\b"),
    (Kind.DISK, r"\b(?:disk|hard drive|storage|space|HDD)\b"),
)
_CARD = re.compile(r"\b(?:video|graphics?|display|VGA)[ -](?:card|adapter|accelerator)\b", re.IGNORECASE)
_FACTS = {Kind.MEMORY: "memory.total", Kind.VIDEO_MEMORY: "gpu.memory", Kind.DISK: "disk.courses"}
_BITS = re.compile(r"\b(32|64)[- ]?bit\b", re.IGNORECASE)
_LEAST_MEANT = {Kind.MEMORY: 1 << 20, Kind.VIDEO_MEMORY: 256 << 10, Kind.DISK: 1 << 10}
_MOST_MEANT = 16 << 40


@dataclass(frozen=True, slots=True)
class _Amount:
    start: int
    value: str
    written: str


def size_mentions(text: str, default: Kind | None) -> Iterator[Mention]:
    """Each size, as the words after or before it tell its kind; else as the one before, the next, or `default`."""
    found = [(match, _kind_of(text, match)) for match in SIZE.finditer(text)]
    kinds = [kind for _, kind in found]
    for place, (match, own) in enumerate(found):
        before = next((kind for kind in reversed(kinds[:place]) if kind), None)
        after = next((kind for kind in kinds[place:] if kind), None)
        kind = own or before or after or (default if default in _FACTS else None)
        if kind is not None:
            yield Mention(kind=kind, start=match.start(), end=match.end())


def _kind_of(text: str, match: re.Match[str]) -> Kind | None:
    behind = text[match.end() : match.end() + 60].lstrip(" -+®™")
    ahead = re.split(r"[;,.]\s|\d", text[max(0, match.start() - 50) : match.start()])[-1]
    if _CARD.search(ahead):
        return Kind.VIDEO_MEMORY
    for kind, words in _AFTER:
        if re.match(words, behind, re.IGNORECASE):
            return kind
    for kind, words in _BEFORE:
        if re.search(words, ahead, re.IGNORECASE):
            return kind
    return None


def read_size(kind: Kind, text: str) -> Reading:
    """One size, or one for 32 bits and another for 64. Several without a reason are left to a person."""
    amounts, slips = _amounts(text)
    bits = [(match.start(), match[1]) for match in _BITS.finditer(text)] if kind is Kind.MEMORY else []
    needs = [_size_need(kind, amount.value) for amount in amounts]
    if not needs or any(need is None for need in needs):
        return Reading(unread=("how much is asked for",))
    sound = [need for need in needs if need is not None]
    if len({need.value for need in sound}) == 1 and len({each for _, each in bits}) != 1:
        return Reading(need=sound[0], interpretations=slips)
    by_bits = _by_bits(amounts, sound, bits)
    return (
        Reading(need=by_bits, interpretations=slips)
        if by_bits
        else Reading(unread=("which of the amounts holds when",))
    )


def _by_bits(amounts: list[_Amount], needs: list[Need], bits: list[tuple[int, str]]) -> Need | None:
    """ "1 GB on 32-bit, 2 GB on 64-bit": what is enough on both answers also where the bits are not known."""
    if len(needs) != 2 or len(bits) != 2 or {each for _, each in bits} != {"32", "64"}:
        return None
    order = sorted([(amount.start, "amount") for amount in amounts] + [(start, "bits") for start, _ in bits])
    if [what for _, what in order] not in (["amount", "bits"] * 2, ["bits", "amount"] * 2):
        return None
    of = dict(zip([each for _, each in bits], needs, strict=True))
    if not _is_less(of["32"], of["64"]):
        return None
    narrow = all_of((Need(fact="os.bits", value="32"), of["32"]))
    return any_of(need for need in (narrow, of["64"]) if need)


def _is_less(one: Need, other: Need) -> bool:
    amounts = [wanted_quantity(need) for need in (one, other)]
    found = [0 if isinstance(amount, str) else amount.amount for amount in amounts]
    return found[0] < found[1]


def _amounts(text: str) -> tuple[list[_Amount], tuple[str, ...]]:
    found: list[_Amount] = []
    slips: list[str] = []
    for match in SIZE.finditer(text):
        unit = f"{match[2][0].upper()}B"
        value = f"{match[1].replace(',', '')} {unit}"
        if re.fullmatch(r"[KMGT]b", match[2]):
            slips.append(f"The text writes {match[2]}, which can only mean {unit} here.")
        found.append(_Amount(match.start(), value, match[0]))
    return found, tuple(dict.fromkeys(slips))


def _size_need(kind: Kind, value: str) -> Need | None:
    operator = Operator.AT_LEAST if kind is Kind.DISK else Operator.NOMINAL
    need = Need(fact=_FACTS[kind], operator=operator, value=value)
    wanted = wanted_quantity(need)
    is_meant = not isinstance(wanted, str) and _LEAST_MEANT[kind] <= wanted.amount <= _MOST_MEANT
    return need if is_meant else None


def read_screen(text: str) -> Reading:
    found = {(match[1].replace(",", ""), match[2].replace(",", "")) for match in SCREEN.finditer(text)}
    if len(found) != 1:
        return Reading(unread=("which size of the screen is meant",))
    ((width, height),) = found
    needs = [
        Need(fact=f"screen.{side}", operator=Operator.AT_LEAST, value=f"{int(number)} px")
        for side, number in (("width", width), ("height", height))
    ]
    if any(isinstance(wanted_quantity(need), str) for need in needs):
        return Reading(unread=("which size of the screen is meant",))
    return Reading(need=all_of(needs))


def read_connection(text: str) -> Reading:
    """Carrel plays without a network; the rate is kept for whoever reads the rule."""
    values: list[str] = []
    for match in RATE.finditer(text):
        unit = (match[2] or match[3] or match[4]).lower()
        values.append(f"{match[1].replace(',', '')} {unit.replace('m', 'M').replace('g', 'G')}bps")
    if len(set(values)) != 1 or Decimal(values[0].split()[0]) <= 0:
        return Reading(superseded=NO_NETWORK)
    need = Need(fact="network.rate", operator=Operator.AT_LEAST, value=values[0])
    return Reading(superseded=NO_NETWORK, need=None if isinstance(wanted_quantity(need), str) else need)


def read_sound(text: str) -> Reading:
    """Speakers or a card ask for an output; "16-bit" asks how finely it sounds."""
    needs: list[Need] = []
    bits = set(re.findall(r"\b(8|16|20|24|32)[- ]?bit\b", text, re.IGNORECASE))
    if len(bits) > 1:
        return Reading(unread=("which sound is asked for",))
    if re.search(r"speakers?|headphones?|headset|earphones?|earbuds?", text, re.IGNORECASE) or not bits:
        needs.append(Need(fact="sound.outputs", operator=Operator.AT_LEAST, value="1"))
    needs += [Need(fact="sound.bits", operator=Operator.AT_LEAST, value=f"{number} bit") for number in bits]
    return Reading(need=all_of(needs))


def read_graphics(text: str) -> Reading:
    """DirectX and its driver model, which are of Windows alone."""
    needs: list[Need] = []
    if direct := re.search(r"Direct ?(?:X|3D)[®™]? ?(?:version |v)?(\d+(?:\.\d+)?)", text, re.IGNORECASE):
        needs.append(Need(fact="gpu.directx", operator=Operator.VERSION, value=direct[1]))
    if model := re.search(r"WDDM(?: (?:version |v)?(\d+(?:\.\d+)?))?", text, re.IGNORECASE):
        needs.append(Need(fact="gpu.wddm", operator=Operator.VERSION, value=model[1] or "1.0"))
    need = all_of(needs)
    return Reading(need=need, platforms=("windows",)) if need else Reading(unread=("which graphics is asked for",))

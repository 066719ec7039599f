"""What an operator decides about a kiosk, for the stations of one hall alike but for their names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Identification(StrEnum):
    """How attendees say who they are."""

    BADGE = "badge"
    CODE = "code"
    NAME = "name"
    WALK_IN = "walk-in"


class TakeAway(StrEnum):
    """How attendees take away what they earned."""

    STICK = "stick"
    PRINT = "print"
    QR = "qr"


class SecondFactor(StrEnum):
    """What is asked beside a name, as the attendee roster has it: two people may have one name."""

    NUMBER = "number"
    EMAIL = "email"
    POSTCODE = "postcode"
    BIRTHDAY = "birthday"
    """Month and day only, as MMDD."""


class ScreenKeyboard(StrEnum):
    """The keyboard that a screen shows under a field: none where real ones stand before the screens."""

    QWERTY = "qwerty"
    QWERTZ = "qwertz"
    AZERTY = "azerty"
    NONE = "none"


class Unattended(StrEnum):
    """How a station opens after a start: by its operator's code, or by itself with the code in the key store."""

    NO = "no"
    KEY_STORE = "key-store"


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """`operator_key`: the file made by `carrel kiosk key`, the same for all stations of a hall; its code is the PIN.

    `courses`: ids of courses that are offered, all on the shelf where it is empty. `union`: where the stations share
    what they hold: "http://host:port" of a hub, a "postgresql://" URL, or empty. `provider_keys`: reading keys (64 hex
    digits) to which particulars are sealed besides the operator's. Times are in seconds, sizes in MiB; `idle_s`:
    without an act, before the countdown of `countdown_s` begins; `thanks_s`: for how long the last page stays.
    `profile`: the folder of the station's records, None for a place of its own among the user's data.
    `brightness_percent` None: as the screen is. `text_percent`: how large texts are, 100 to 200.
    """

    station: str
    operator_key: Path
    profile: Path | None = None
    greeting: str = ""
    courses: tuple[str, ...] = ()
    identification: tuple[Identification, ...] = tuple(Identification)
    second_factor: SecondFactor = SecondFactor.NUMBER
    languages: tuple[str, ...] = ("en",)
    take_away: tuple[TakeAway, ...] = tuple(TakeAway)
    idle_s: int = 90
    countdown_s: int = 20
    thanks_s: int = 15
    union: str = ""
    share_every_s: int = 5
    provider_keys: tuple[str, ...] = ()
    unattended: Unattended = Unattended.NO
    volume_most: int = 80
    brightness_percent: int | None = None
    least_free_mib: int = 500
    text_percent: int = 130
    keyboard: ScreenKeyboard = ScreenKeyboard.QWERTY
    printer: str = ""

    def __post_init__(self) -> None:
        if self.idle_s <= 0 or self.countdown_s <= 0:
            raise ValueError("without waiting nobody could use a station")

    def takes(self, way: TakeAway) -> bool:
        return way in self.take_away

    def knows_by(self, way: Identification) -> bool:
        return way in self.identification

"""The settings for uploading as a file in the profile: all but the secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec

from player.domain.phrase import Phrase
from player.domain.uploading import ProxyUse, StoreSettings
from player.exchange.lrs.address import clean_address, clean_proxy
from player.exchange.lrs.problems import UploadSettingsUnusable
from player.proof.files import CannotWrite, obstacle_of, read_file, sync_folder, write_whole

FILE = "upload.json"
FORMAT = 1
_MOST_BYTES = 1 << 16
_Time = Annotated[int, msgspec.Meta(ge=1, le=3_600_000)]


class _Version(msgspec.Struct, frozen=True):
    format: int


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format: int
    address: str
    user: str
    proxy_use: ProxyUse
    proxy: str
    authority: str
    connect_ms: _Time
    pause_ms: _Time
    answer_ms: _Time


def clean(settings: StoreSettings) -> StoreSettings:
    """The same, each address in its one form. Raises a `Problem`."""
    if ":" in settings.user or not settings.user.isprintable():
        # What follows a colon would be taken for the secret.
        raise UploadSettingsUnusable(
            reason=Phrase("the name has a “:” in it."), way=Phrase("Give the name without it.")
        )
    proxy = clean_proxy(settings.proxy) if settings.proxy_use is ProxyUse.GIVEN else ""
    return replace(settings, address=clean_address(settings.address), proxy=proxy)


def read_settings(profile: Path) -> StoreSettings | None:
    """None where none were kept. Raises `UploadSettingsUnusable`, or `CannotRead`."""
    file = profile / FILE
    if not file.exists():
        return None
    data = read_file(file, most=_MOST_BYTES)
    try:
        if msgspec.json.decode(data, type=_Version).format > FORMAT:
            raise UploadSettingsUnusable(
                reason=Phrase("they were kept by a newer Carrel."),
                way=Phrase("Update Carrel, or forget them and give them anew."),
            )
        kept = msgspec.json.decode(data, type=_Kept)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UploadSettingsUnusable(
            reason=Phrase("they are damaged."),
            way=Phrase("Forget them with “carrel upload --forget”, and give them anew."),
            details=str(error),
        ) from None
    return clean(
        StoreSettings(
            address=kept.address,
            user=kept.user,
            proxy_use=kept.proxy_use,
            proxy=kept.proxy,
            authority=Path(kept.authority) if kept.authority else None,
            connect_ms=kept.connect_ms,
            pause_ms=kept.pause_ms,
            answer_ms=kept.answer_ms,
        )
    )


def write_settings(profile: Path, settings: StoreSettings) -> None:
    """Keeps them. Raises `CannotWrite`, or the `Problem` that an address raises."""
    checked = clean(settings)
    kept = _Kept(
        format=FORMAT,
        address=checked.address,
        user=checked.user,
        proxy_use=checked.proxy_use,
        proxy=checked.proxy,
        authority=str(checked.authority or ""),
        connect_ms=checked.connect_ms,
        pause_ms=checked.pause_ms,
        answer_ms=checked.answer_ms,
    )
    write_whole(profile / FILE, msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n")


def forget_settings(profile: Path) -> None:
    """Raises `CannotWrite`."""
    try:
        (profile / FILE).unlink(missing_ok=True)
        sync_folder(profile)
    except OSError as error:
        raise CannotWrite(name=FILE, obstacle=obstacle_of(error), details=str(error)) from None

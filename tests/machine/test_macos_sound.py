"""Core Audio's calls against a stand-in that answers as its headers say: which devices are outputs, and their bits."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import pytest

from player.machine.macos_sound import Address, Output, StreamFormat, outputs


class FakeCoreAudio:
    """Devices by number, each with its transport and the bits of its streams that go out; None: no streams."""

    def __init__(self, devices: Mapping[int, tuple[str, tuple[int, ...]]]) -> None:
        self._devices = devices

    def AudioObjectGetPropertyDataSize(self, *arguments: Any) -> int:
        owner, address, _, _, size = arguments
        found = self._list(owner.value, address._obj)
        if found is None:
            return 1
        size._obj.value = 4 * len(found)
        return 0

    def AudioObjectGetPropertyData(self, *arguments: Any) -> int:
        owner, address, _, _, size, answer = arguments
        found = self._list(owner.value, address._obj)
        match _code(address._obj), answer._obj:
            case (("dev#" | "stm#"), place) if found is not None:
                assert size._obj.value == 4 * len(found)
                place[:] = found
            case "tran", ctypes.c_uint32() as place:
                place.value = int.from_bytes(self._devices[owner.value][0].encode(), "big")
            case "pft ", StreamFormat() as place:
                place.bits = self._devices[owner.value // 10][1][owner.value % 10]
            case _:
                return 1
        return 0

    def _list(self, owner: int, address: Address) -> list[int] | None:
        if _code(address) == "dev#" and owner == 1:
            return list(self._devices)
        if _code(address) == "stm#":
            return [owner * 10 + number for number in range(len(self._devices[owner][1]))]
        return None


def _code(address: Address) -> str:
    return address.selector.to_bytes(4, "big").decode()


def test_core_audio_s_devices_are_outputs_where_streams_go_out_to_something_real() -> None:
    audio = FakeCoreAudio(
        {
            40: ("bltn", (24,)),
            41: ("bltn", ()),
            42: ("virt", (32,)),
            43: ("grup", (24,)),
            46: ("fgrp", (24,)),
            44: ("usb ", (16, 24)),
            45: ("blue", (0,)),
        }
    )
    assert outputs(audio) == (Output(bits=24), Output(bits=24), Output(bits=0))
    assert outputs(FakeCoreAudio({})) == ()


def test_a_core_audio_that_lists_nothing_is_no_silence() -> None:
    class Broken(FakeCoreAudio):
        def AudioObjectGetPropertyDataSize(self, *arguments: Any) -> int:
            return 1

    with pytest.raises(OSError, match="does not list"):
        outputs(Broken({}))


def test_a_stream_s_format_is_as_large_as_core_audio_has_it() -> None:
    assert ctypes.sizeof(StreamFormat) == 40

"""Telling a device that can be heard from one that throws everything away."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.media.sound import has_alsa_output, is_real, sound_server


@pytest.mark.parametrize(
    ("device", "real"),
    [
        ("", False),
        ("null", False),
        ("auto_null", False),
        ("auto_null.monitor", False),
        ("alsa_output.pci-0000_00_1f.3.analog-stereo", True),
        ("{0.0.0.00000000}.{b3f8fa53}", True),
    ],
)
def test_devices_that_discard_sound_do_not_count(device: str, real: bool) -> None:
    assert is_real(device) is real


def test_a_card_that_only_records_cannot_be_heard(tmp_path: Path) -> None:
    streams = tmp_path / "pcm"
    assert not has_alsa_output(streams)
    streams.write_text("00-00: USB Audio : USB Audio : capture 1\n")
    assert not has_alsa_output(streams)
    streams.write_text("00-00: ALC256 Analog : ALC256 Analog : playback 1 : capture 1\n")
    assert has_alsa_output(streams)


def test_a_sound_server_is_asked_only_where_there_may_be_one(tmp_path: Path) -> None:
    assert not sound_server({})
    assert not sound_server({"XDG_RUNTIME_DIR": str(tmp_path)})
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert sound_server({"XDG_RUNTIME_DIR": str(tmp_path)})
    assert sound_server({"PULSE_SERVER": "unix:/somewhere"})

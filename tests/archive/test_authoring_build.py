"""Building: the same bytes wherever and whenever, nothing left behind, and never a file that changed in between."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from player.archive.authoring.build import Bench, build, build_package
from player.archive.authoring.copying import CHUNK, lanes
from player.archive.authoring.problems import CourseFileChanged, CourseHasErrors
from player.archive.measure import measure
from player.archive.package import open_package
from player.paper.handout import inspect_handout
from player.proof.manifest import BLOCK_SIZE
from tests.archive.breaking import BROKEN
from tests.archive.making import KEY, ROOT, TRUST, Found, filling, folder_in, probe

SIZES = (0, 1, BLOCK_SIZE - 1, BLOCK_SIZE, BLOCK_SIZE + 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5)


def test_the_same_folder_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Whatever the place, the dates, the rights, the order in which files were made, the time zone and the mask."""
    folder = folder_in(tmp_path)
    build_package(folder, signer=KEY, out=tmp_path / "one.course", probe=probe)
    other = tmp_path / "elsewhere" / "another name"
    other.mkdir(parents=True)
    for file in sorted((f for f in folder.rglob("*") if f.is_file()), reverse=True):
        copy = other / file.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
        os.utime(copy, (1_000_000_000, 1_000_000_000))
        copy.chmod(0o600)
    (other / "not named.txt").write_text("left out")
    mask, zone = os.umask(0o077), os.environ.get("TZ")
    try:
        os.environ["TZ"] = "Pacific/Kiritimati"
        time.tzset()
        build_package(other, signer=KEY, out=tmp_path / "two.course", probe=probe)
    finally:
        os.umask(mask)
        os.environ.pop("TZ") if zone is None else os.environ.update(TZ=zone)
        time.tzset()
    assert (tmp_path / "one.course").read_bytes() == (tmp_path / "two.course").read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_what_is_copied_is_measured_as_if_it_were_read_alone(tmp_path: Path, size: int) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.write_bytes(filling(4 * 4 + 1)[:size])
    seen: list[int] = []
    with lanes() as threads, source.open("rb") as stream, out.open("wb") as into:
        chunks = iter(lambda: stream.read(CHUNK), b"")
        copied = threads.pour(chunks, into, seen.append)
    assert copied.measure == measure(source)
    assert out.read_bytes() == source.read_bytes()
    assert sum(seen) == size


@pytest.mark.parametrize("blocks", [0.5, 1, 4, 9.25])
def test_a_package_of_any_size_is_whole(tmp_path: Path, blocks: float) -> None:
    folder = folder_in(tmp_path)
    (folder / "media" / "welcome.mp4").write_bytes(filling(blocks))
    told: list[tuple[int, int]] = []
    out = tmp_path / "out.course"
    signed = build_package(folder, signer=KEY, out=out, probe=probe, on_progress=lambda *at: told.append(at))
    with open_package(out, TRUST) as package:
        package.verify()
        assert package.signed.course == signed.course
        assert told[-1] == (package.size, package.size)
    assert signed.course.sessions[0].content == measure(folder / "media" / "welcome.mp4").content


def test_what_an_engine_found_out_is_in_the_package(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    facts = Found(10_000, True, codecs=("h264", "mp4a"))
    signed = build_package(folder, signer=KEY, out=tmp_path / "o.course", probe=lambda _: facts)
    assert signed.course.sessions[0].codecs == ("h264", "mp4a")


@pytest.mark.parametrize("path", ["media/welcome.mp4", "images/cover.png"])
def test_a_file_that_grows_while_the_course_is_built_is_noticed(tmp_path: Path, path: str) -> None:
    folder = folder_in(tmp_path)

    def meddle(done: int, whole: int) -> None:
        if done < whole:
            with (folder / path).open("ab") as stream:
                stream.write(b"x")

    (folder / "images" / "cover.png").write_bytes((folder / "images" / "cover.png").read_bytes() + bytes(5 << 20))
    with pytest.raises(CourseFileChanged, match=path):
        build_package(folder, signer=KEY, out=tmp_path / "o.course", probe=probe, on_progress=meddle)
    assert not (tmp_path / "o.course").exists()
    assert not list(tmp_path.glob(".carrel-*"))


@pytest.mark.parametrize("rule", ["handout-broken", "picture-broken", "captions-cue", "no-credit"])
def test_what_a_check_calls_an_error_is_not_built(tmp_path: Path, rule: str) -> None:
    folder = folder_in(tmp_path)
    BROKEN[rule](folder)
    with pytest.raises(CourseHasErrors):
        build(folder, tmp_path / "o.course", Bench(signer=KEY, probe=probe, inspect=inspect_handout))
    assert not (tmp_path / "o.course").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal to one process")
def test_a_build_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    clip = (ROOT / "resources" / "template" / "media" / "welcome.mp4").read_bytes()
    (folder / "media" / "welcome.mp4").write_bytes(clip)
    shutil.copy(folder / "course.toml", tmp_path / "before")
    KEY.write(tmp_path / "key")
    words = ("course", "build", folder, "--key", tmp_path / "key", "--out", tmp_path / "out" / "my.course")
    (tmp_path / "out").mkdir()
    # The first recording is played for some seconds, so that the signal always comes in the middle.
    command = [sys.executable, "-m", "player", *map(str, words)]
    building = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(3)
    building.send_signal(signal.SIGINT)
    out, err = building.communicate(timeout=30)
    assert building.returncode != 0
    assert "Traceback" not in out + err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_build_that_is_interrupted_while_it_writes_leaves_nothing(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)

    def interrupt(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "out").mkdir()
    with pytest.raises(KeyboardInterrupt):
        build_package(folder, signer=KEY, out=tmp_path / "out" / "o.course", probe=probe, on_progress=interrupt)
    assert list((tmp_path / "out").iterdir()) == []

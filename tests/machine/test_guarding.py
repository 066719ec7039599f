"""What a process has in its memory stays there: no dumps, no looking in, and a secret that is wiped."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from player.machine.guarding import Safe

ASK = """
import ctypes, resource
from player.machine.guarding import forbid_dumps, shut_memory
forbid_dumps()
shut = shut_memory()
print(resource.getrlimit(resource.RLIMIT_CORE), shut, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of it")
def test_a_guarded_process_leaves_no_dump_and_lets_nobody_look_in() -> None:
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    limit, shut, dumpable = done.stdout.strip().rpartition(" ")[0][:6], "True" in done.stdout, done.stdout.split()[-1]
    # 1 and not 0: so the kernel hands the dump to no other program either.
    assert (limit, shut, dumpable) in {("(1, 1)", True, "0"), ("(0, 0)", True, "0")}


def test_a_safe_keeps_one_secret_and_wipes_the_one_before() -> None:
    with Safe(8) as safe:
        assert safe.secret is None
        safe.keep(b"a longer")
        safe.keep(b"key")
        assert safe.secret == b"key"
        assert ctypes.string_at(ctypes.addressof(safe._room), 8) == b"key\0\0\0\0\0"
    assert safe.secret is None
    assert ctypes.string_at(ctypes.addressof(safe._room), 8) == bytes(8)


def test_a_secret_may_hold_any_bytes() -> None:
    with Safe(4) as safe:
        safe.keep(b"\0a\0\0")
        assert safe.secret == b"\0a\0\0"


def test_a_secret_that_is_too_long_is_refused_and_the_one_before_stays() -> None:
    with Safe(4) as safe:
        safe.keep(b"key")
        with pytest.raises(ValueError):
            safe.keep(b"longer")
        assert safe.secret == b"key"

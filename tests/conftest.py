"""What every test stands on: a throw-away home, a quiet Qt, and which tests run when."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from player.ui.none_guard import guard_none
from tests.figures import figures, show_figures
from tests.lrs.store import lrs
from tests.trying import LONG

__all__ = ["figures", "lrs"]

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the project."""
ONE_BY_ONE = ("tests/ui/test_every_page.py",)
"""Files whose tests take long and share nothing: given out singly, and last, they fill what time is left."""

COMPUTING = ("archive", "desk", "domain", "exchange", "ledger", "office", "paper", "proof")
"""Rooms without windows, recordings or clocks: whoever waits for their tests can be anybody else's neighbour."""


def _stand_on_a_throwaway_home() -> Path:
    """Point home, profile and every desktop folder into a new temporary folder, before Qt or VLC looks."""
    home = Path(tempfile.mkdtemp(prefix="carrel-tests-"))
    folders = {
        "HOME": home,
        "CARREL_PROFILE": home / "profile",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for name, folder in folders.items():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ[name] = str(folder)
    return home


_HOME = _stand_on_a_throwaway_home()
guard_none()

# Off screen unless the caller chose a platform, as packaging/test does for the tests that need a real window.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NO_AT_BRIDGE", "1")
os.environ.pop("QT_STYLE_OVERRIDE", None)
os.environ.pop("QT_SCALE_FACTOR", None)

settings.register_profile(
    "ci",
    deadline=None,
    max_examples=25,
    # How quickly examples are found is not what any rule says, and differs from seed to seed.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    print_blob=True,
)
settings.register_profile(LONG, parent=settings.get_profile("ci"), max_examples=2000)


WIDGETS_WERE = pytest.StashKey[bool]()
"""Whether a test with widgets ran since the collector last took out everything."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two switches: tests that take long, and which part of the tests a run is for."""
    group = parser.getgroup("carrel")
    group.addoption("--long", action="store_true", help="also run the tests marked long")
    group.addoption(
        "--part",
        choices=["all", "parallel", "computing", "waiting", "serial"],
        default="all",
        help="all tests; those that may run beside others; of these, those that only compute, or that mostly wait for "
        "a recording to play; or those that need the machine for themselves",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose how hard hypothesis looks."""
    fallback = LONG if config.getoption("--long") else "ci"
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", fallback))


class FileByFile(LoadFileScheduling):
    """One process runs a file, and makes only once what its tests share."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(ONE_BY_ONE) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Who runs what, where several processes run the tests."""
    return FileByFile(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run is not for."""
    wanted, left_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        (wanted if _wanted(item, config) else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = wanted


def pytest_collection_finish() -> None:
    """Set thousands of collected tests aside: to look them through again took the collector half a second each time."""
    gc.collect()
    gc.freeze()


def _wanted(item: pytest.Item, config: pytest.Config) -> bool:
    long = item.get_closest_marker("long") is not None
    part = config.getoption("--part")
    return part in ("all", _part_of(item)) and (bool(config.getoption("--long")) or not long)


def _part_of(item: pytest.Item) -> str:
    if item.get_closest_marker("serial") is not None:
        return "serial"
    room = item.path.relative_to(ROOT / "tests").parts[0]
    if room == "media" or item.get_closest_marker("waiting") is not None:
        return "waiting"
    return "computing" if room in COMPUTING else "parallel"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures of the tests that have some."""
    show_figures(terminalreporter)


def pytest_unconfigure() -> None:
    """Take the throw-away home away again."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty profile folder of this test's own, which CARREL_PROFILE names."""
    folder = tmp_path / "profile"
    folder.mkdir()
    monkeypatch.setenv("CARREL_PROFILE", str(folder))
    return folder


@pytest.fixture
def display() -> Iterator[str]:
    """The X display for tests that drive a real window; packaging/test starts one."""
    name = os.environ.get("DISPLAY", "")
    if not name or not sys.platform.startswith("linux"):
        pytest.skip("needs an X display: packaging/test starts one, or run under xvfb-run")
    yield name


@pytest.fixture(autouse=True)
def garbage_is_left_to_the_thread_that_draws(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the window (see `player.ui.garbage`): a worker's thread must not free widgets.

    Set up before all else and so ended after it, when no worker is left; then the collector catches up. What widgets
    are left over must be gone before a test that knows nothing of them begins threads of its own.
    """
    stash = request.config.stash
    if "qapp" not in request.fixturenames:
        if stash.get(WIDGETS_WERE, False):
            gc.collect()
            stash[WIDGETS_WERE] = False
        yield
        return
    gc.disable()
    stash[WIDGETS_WERE] = True
    yield
    gc.enable()

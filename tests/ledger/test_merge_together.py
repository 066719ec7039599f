from __future__ import annotations

import random
import threading
from pathlib import Path

from player.ledger.stream import SqlStream
from tests.ledger.conftest import Home
from tests.ledger.making import KEY, ledger_in, opening, watched
from tests.ledger.merging import merge_all
from tests.ledger.processes import append_many, context
from tests.ledger.strands import OTHER, content, links_of_ledger, longer, merged, strand

COUNT = 60


def sources(folder: Path, count: int) -> list[str]:
    """Ledgers that overlap, with branches of the same streams and ones of their own."""
    chance = random.Random(20240607)
    firsts = [opening(signer=OTHER) for _ in range(12)]
    begun = [strand(first, key=OTHER, events=8) for first in firsts]
    for place in range(count):
        some = chance.sample(range(len(firsts)), 8)
        held = [longer(begun[n], firsts[n], key=OTHER, at=4 + place % 3, by=1 + place, mark=place) for n in some]
        merged([*held, *begun[place::2]], folder / str(place)).close()
    return [str(folder / str(place)) for place in range(count)]


def test_several_processes_merge_into_one_ledger_and_come_to_the_same(home: Home, tmp_path: Path) -> None:
    places = sources(tmp_path / "sources", 4)
    home.open(signer=OTHER).close()
    workers = []
    for turn in range(3):
        here, there = context().Pipe()
        worker = context().Process(target=merge_all, args=(home.address, [*places[turn:], *places[:turn]], there))
        worker.start()
        there.close()
        workers.append((worker, here))
    assert [pipe.recv() for _, pipe in workers] == ["ready"] * 3
    for _, pipe in workers:
        pipe.send("go")
    answers = [pipe.recv() for _, pipe in workers]
    for worker, _ in workers:
        worker.join()
    assert [problems for _, problems in answers] == [[], [], []]
    ledger, alone = home.open(signer=OTHER), merged([], tmp_path / "alone")
    for place in places:
        other = ledger_in(Path(place))
        alone.take_from(other)
        other.close()
    assert content(ledger) == content(alone)
    assert sum(events for events, _ in answers) == len(links_of_ledger(ledger))
    ledger.close()
    alone.close()


def test_a_learner_goes_on_in_a_thread_while_everything_is_merged(home: Home, tmp_path: Path) -> None:
    ledger = home.open()
    streams = [ledger.open(opening()) for _ in range(2)]
    older = merged(ledger.strands(), tmp_path / "older")
    failures: list[BaseException] = []

    def go_on(stream: SqlStream) -> None:
        try:
            for number in range(COUNT):
                stream.append(watched(number))
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    learners = [threading.Thread(target=go_on, args=(stream,)) for stream in streams]
    for learner in learners:
        learner.start()
    places = sources(tmp_path / "sources", 3)
    for place in places:
        other = ledger_in(Path(place))
        assert ledger.take_from(other).problems == ()
        ledger.take_from(older)
        other.close()
    for learner in learners:
        learner.join()
    assert failures == []
    assert [len(stream.events) for stream in streams] == [COUNT + 1] * 2
    assert ledger.damaged() == ()
    found = content(ledger)
    assert [len(found[stream.id].main) for stream in streams] == [COUNT + 1] * 2
    older.close()
    ledger.close()


def test_a_learner_goes_on_in_another_process_while_everything_is_merged(home: Home, tmp_path: Path) -> None:
    KEY.write(tmp_path / "key.pem")
    home.open().close()
    here, there = context().Pipe()
    learner = context().Process(target=append_many, args=(home.address, str(tmp_path / "key.pem"), COUNT, True, there))
    learner.start()
    there.close()
    places = sources(tmp_path / "sources", 3)
    ledger = home.open()
    assert here.recv() == "ready"
    here.send("go")
    for place in places:
        other = ledger_in(Path(place))
        assert ledger.take_from(other).problems == ()
        other.close()
    stream, seqs = here.recv()
    learner.join()
    assert seqs == list(range(1, COUNT + 1))
    assert len(content(ledger)[stream].main) == COUNT + 1
    assert ledger.damaged() == ()
    ledger.close()

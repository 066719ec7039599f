"""What a ledger holds, read out of it as branches: for other ledgers, and for the desk."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from player.domain.event import CourseHash, StreamId
from player.domain.learner import LearnerId
from player.domain.problem import Problem
from player.ledger.database import Database
from player.ledger.merging.branches import HEADS, Copy, Keys, branches_of, copies, copy_of, keys_in
from player.ledger.merging.merge import Refused, numbers_of
from player.ledger.replay import StreamRow
from player.ledger.shape import FORK_LINKS, has_link
from player.ledger.tables import DEVICE, LAST_EVENT, STREAM, STREAM_ROWS, STREAMS_IN_COURSE
from player.proof.strand import Checked, Strand

_PAGE = 200


def offered(strands: Iterable[Strand]) -> Iterator[Copy | Refused]:
    """Strands from elsewhere, for merging."""
    for strand in strands:
        try:
            yield copy_of(strand)
        except Problem as problem:
            yield Refused(stream=StreamId(""), problem=problem)


def held(database: Database, keys: Keys) -> Iterator[Copy | Refused]:
    """Every branch of every stream; `keys`: those of devices, besides the ones that are kept there."""
    rows, known = listed(database)
    for row in rows:
        yield from copies_in(database, row, {**keys, **known})


def news(
    theirs: Database, ours: Database, keys: Keys, signers: Container[str], pass_over: Callable[[int], None]
) -> Iterator[Copy | Refused]:
    """The branches of those streams in which `theirs` has something that `ours` has not, found without reading events.

    `signers`: devices whose unsigned ends can be signed. `pass_over` is told how many streams had nothing new.
    """
    rows, known = listed(theirs)
    with ours.read() as connection:
        keys = {**keys, **known, **keys_in(connection)}
    for start in range(0, len(rows), _PAGE):
        page = rows[start : start + _PAGE]
        fresh = _fresh(theirs, ours, page, keys, signers)
        pass_over(len(page) - len(fresh))
        for row in fresh:
            yield from copies_in(theirs, row, keys)


def strands(database: Database) -> Iterator[Strand]:
    """Every branch as a strand, read one stream at a time; without those whose device's key is not known."""
    for copy in held(database, {}):
        if isinstance(copy, Copy) and copy.key is not None and copy.bodies:
            yield Strand(bodies=copy.bodies, heads=copy.heads, device=copy.key)


def branches(
    database: Database, *, learner: LearnerId, course_hash: CourseHash, beside: StreamId | None = None
) -> tuple[Checked, ...]:
    """Every branch of the learner's streams in a course, main ones first; without damaged streams and unvouched ones.

    None at all where there is nothing but the main branch of the stream `beside`, which is not read for that.
    """
    with database.read() as connection:
        rows = STREAMS_IN_COURSE.run(connection, learner, course_hash).all()
        if [row.id for row in rows] == [beside] and FORK_LINKS.do(connection, rows[0].number) is None:
            return ()
        known = keys_in(connection)
    found: list[Checked] = []
    for row in rows:
        of_stream = list(copies_in(database, row, known))
        if any(isinstance(copy, Refused) or copy.problem is not None for copy in of_stream):
            continue
        try:
            found += branches_of(copy for copy in of_stream if isinstance(copy, Copy))
        except Problem:
            # It is among the damaged streams, which are told of elsewhere.
            continue
    return tuple(found)


def listed(database: Database, streams: Sequence[StreamId] | None = None) -> tuple[Sequence[StreamRow], Keys]:
    """All streams, or these, the oldest first, and the keys of all devices."""
    query = STREAM_ROWS if streams is None else STREAM_ROWS.where(STREAM.c.id.in_(streams))
    with database.read() as connection:
        return connection.execute(query.order_by(STREAM.c.number)).all(), keys_in(connection)


def copies_in(database: Database, row: StreamRow, keys: Keys) -> Iterator[Copy | Refused]:
    """Every branch of one stream."""
    # Each in a snapshot of its own: damage within the file can keep one from being read at all.
    stream = StreamId(row.id)
    try:
        with database.read() as connection:
            found = copies(connection, row.number, stream, keys)
    except Problem as problem:
        yield Refused(stream=stream, problem=problem)
        return
    yield from found


def _fresh(
    theirs: Database, ours: Database, page: Sequence[StreamRow], keys: Keys, signers: Container[str]
) -> list[StreamRow]:
    with theirs.read() as their, ours.read() as our:
        numbers = numbers_of(our, [StreamId(row.id) for row in page])
        devices = set(our.scalars(select(DEVICE.c.id)))
        return [
            row
            for row in page
            if row.id not in numbers
            or (row.device in keys and row.device not in devices)
            or not _holds(our, numbers[StreamId(row.id)], their, row.number, must_sign=row.device in signers)
        ]


def _holds(our: Connection, our_number: int, their: Connection, their_number: int, *, must_sign: bool) -> bool:
    """Whether our stream has every event and every head of theirs, and the head that is still to be signed."""
    last = LAST_EVENT.run(their, their_number).first()
    if last is None or not has_link(our, our_number, last.seq, last.hash):
        return False
    heads = {(seq, link) for seq, link, _ in HEADS.run(our, our_number)}
    if must_sign and (last.seq, last.hash) not in heads:
        return False
    if not heads >= {(seq, link) for seq, link, _ in HEADS.run(their, their_number)}:
        return False
    aside = FORK_LINKS.run(their, their_number).all()
    return all(has_link(our, our_number, seq, link) for seq, link, _ in aside)

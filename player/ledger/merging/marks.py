"""What a ledger holds of each stream, told by a few bytes: so that two of them need not compare every event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, and_, func, select

from player.domain.event import StreamId
from player.ledger.database import Database
from player.ledger.merging.branches import Copy
from player.ledger.merging.holding import copies_in, listed
from player.ledger.shape import shape_of
from player.ledger.tables import EVENT, FORK, HEAD, LAST_SEQ, STREAM
from player.proof.hall import Branches, Holding, Mark
from player.proof.keys import PublicKey
from player.proof.strand import Strand

_PAGE = 500
_LAST_HEAD = select(func.max(HEAD.c.seq)).where(HEAD.c.stream == STREAM.c.number).correlate(STREAM).scalar_subquery()
_ENDS = select(STREAM.c.number, STREAM.c.id, STREAM.c.device, EVENT.c.seq, EVENT.c.hash, _LAST_HEAD).join(
    EVENT, and_(EVENT.c.stream == STREAM.c.number, EVENT.c.seq == LAST_SEQ)
)


def holdings_of(
    connection: Connection, *, own: str, streams: Iterable[StreamId] | None = None, only_own: bool = False
) -> dict[StreamId, Holding]:
    """Of these streams, of all, or of those of the device `own`; streams without any event are left out."""
    query = _ENDS.where(STREAM.c.device == own) if only_own else _ENDS
    pages = [query] if streams is None else [query.where(STREAM.c.id.in_(page)) for page in _pages(tuple(streams))]
    rows = [row for page in pages for row in connection.execute(page)]
    forked = set(connection.scalars(select(FORK.c.stream).distinct()))
    return {
        StreamId(name): Holding(
            mark=_mark(_ends(connection, number, link, forked), -1 if signed is None else signed),
            last=last,
            signed=-1 if signed is None else signed,
            is_own=device == own,
        )
        for number, name, device, last, link, signed in rows
    }


def strands_of(database: Database, streams: Iterable[StreamId]) -> Iterator[tuple[StreamId, Branches]]:
    """Every branch for which a device vouches of each of these streams that is here, as far as it holds; one stream is
    read at a time."""
    for page in _pages(tuple(streams)):
        rows, keys = listed(database, page)
        for row in rows:
            found = [copy for copy in copies_in(database, row, keys) if isinstance(copy, Copy) and copy.bodies]
            branches = (_strand(copy, copy.key) for copy in found if copy.key is not None)
            yield StreamId(row.id), tuple(branches)


def _strand(copy: Copy, key: PublicKey) -> Strand:
    return Strand(bodies=copy.bodies, heads=copy.heads, device=key)


def _ends(connection: Connection, number: int, last: bytes, forked: set[int]) -> Sequence[bytes]:
    """The last links of all branches; which of them is the main one differs between a device and the others."""
    if number not in forked:
        return (last,)
    shape = shape_of(connection, number)
    inner = {previous for _, previous in shape.aside.values()}
    return sorted(link for link in {*shape.main[-1:], *shape.aside} if link not in inner)


def _mark(ends: Sequence[bytes], signed: int) -> Mark:
    """Links tell all that is before them. Of heads only the last counts: it vouches for what the others vouch for."""
    return hashlib.sha256(b"".join((*ends, b"%d" % signed))).digest()[:16]


def _pages(streams: Sequence[StreamId]) -> Iterator[Sequence[StreamId]]:
    for start in range(0, len(streams), _PAGE):
        yield [stream for stream in streams[start : start + _PAGE] if "\0" not in stream]

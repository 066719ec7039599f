"""A profile's ledger as a station shares it with the others of its hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from player.domain.event import StreamId
from player.ledger.merging.marks import holdings_of, strands_of
from player.ledger.problems import StreamDamaged
from player.ledger.store import SqlLedger
from player.proof.hall import Branches, Holding
from player.proof.strand import Strand


class SharedLedger:
    """Implements `proof.hall.Held`; may raise the `Problem`s of the records."""

    def __init__(self, ledger: SqlLedger) -> None:
        self._ledger = ledger
        self._device = ledger.device

    def holdings(self, streams: Iterable[StreamId] | None = None) -> Mapping[StreamId, Holding]:
        with self._ledger.database.read() as connection:
            return holdings_of(connection, own=self._device, streams=streams)

    def own_holdings(self) -> Mapping[StreamId, Holding]:
        with self._ledger.database.read() as connection:
            return holdings_of(connection, own=self._device, only_own=True)

    def sign(self, stream: StreamId) -> None:
        # It is told of where damaged records are told of.
        with suppress(StreamDamaged):
            self._ledger.sign_head(stream)

    def strands(self, streams: Iterable[StreamId]) -> Iterable[Branches]:
        return (branches for _, branches in strands_of(self._ledger.database, streams))

    def take_in(self, strands: Sequence[Strand]) -> int:
        """Heads are signed first only where something of this device comes back: else, with every meeting of a busy
        hall, each stream that is being recorded would get one more."""
        is_own = any(strand.device.id == self._device for strand in strands)
        return self._ledger.take_in(strands, sign_first=is_own).events

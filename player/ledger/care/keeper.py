"""Care for the records of a profile that is in use: they are examined, backed up and put back while a window is open.

Whoever calls holds the profile's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from player.domain.clock import Clock
from player.domain.problem import Problem
from player.ledger.care.backup import Manifest, write_backup
from player.ledger.care.beside import Beside, BringBack
from player.ledger.care.doctor import examine
from player.ledger.care.findings import Examined
from player.ledger.care.restore import Restored, restore
from player.ledger.care.rotation import kept_in
from player.ledger.store import SqlLedger
from player.proof.device import MachineId


class Care:
    """Implements `desk.ports.Care` over one profile. `records` opens its ledger once more, to be closed again.

    `beside` says what a backup carries beside the records, and `bring_back` takes it from one.
    """

    def __init__(
        self,
        profile: Path,
        *,
        records: Callable[[], SqlLedger],
        machine: Callable[[], MachineId],
        clock: Clock,
        beside: Callable[[], Sequence[Beside]],
        bring_back: BringBack,
    ) -> None:
        self._profile = profile
        self._records = records
        self._machine = machine
        self._clock = clock
        self._beside = beside
        self._bring_back = bring_back

    def examine(self, *, key: Problem | None = None) -> tuple[Examined, ...]:
        """Everything that can be told about the profile; damage is reported and never raised."""
        return examine(self._profile, key=key, open_records=self._records)

    def last_backup(self) -> date | None:
        """The day of the newest backup that was made automatically."""
        kept = kept_in(self._profile)
        return kept[0].day if kept else None

    def back_up(self, to: Path) -> Manifest:
        """Writes a backup to the file `to`. Raises a `Problem`; then nothing was written."""
        # Closing it signs the end of each stream.
        self._records().close()
        return write_backup(self._profile, to, day=self._today(), beside=self._beside())

    def take_back(self, file: Path) -> Restored:
        """Puts a backup back, or into what is there. Raises a `Problem`; then the records are as they were.

        The desk's own ledger is closed meanwhile: its file may be set aside, and another put in its place.
        """
        return restore(
            self._profile,
            file,
            machine=self._machine(),
            clock=self._clock,
            beside=self._beside(),
            bring_back=self._bring_back,
        )

    def _today(self) -> date:
        return self._clock.stamp().moment.date()

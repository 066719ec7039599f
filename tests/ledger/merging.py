"""What merges in processes of its own."""

from __future__ import annotations

from multiprocessing.connection import Connection

from player.proof.keys import PrivateKey
from tests.ledger.making import ledger_at


def merge_all(address: str, sources: list[str], answer: Connection) -> None:
    """Merges the ledgers at `sources` into the one at `address`; answers with events and problems."""
    ledger = ledger_at(address, signer=PrivateKey.generate())
    answer.send("ready")
    answer.recv()
    reports = []
    for source in sources:
        other = ledger_at(source, signer=PrivateKey.generate())
        reports.append(ledger.take_from(other))
        other.close()
    events = sum(report.events for report in reports)
    answer.send((events, [problem.sentence for report in reports for problem in report.problems]))
    ledger.close()

"""A process that uploads many statements, says how far it is, and is killed in the middle by a test."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from player.domain.uploading import Statement, StoreSettings
from player.exchange.lrs.client import StoreClient
from player.exchange.lrs.journal import Journal
from player.exchange.lrs.patience import Patience
from player.exchange.lrs.store import Store
from player.exchange.lrs.uploader import Uploader


def main(profile: str, address: str, user: str, secret: str, file: str) -> None:
    settings = StoreSettings(address=address, user=user)
    told = [Statement(one["id"], json.dumps(one).encode()) for one in json.loads(Path(file).read_text())]
    uploader = Uploader(
        Store(StoreClient(settings, secret=secret), Patience()),
        Journal(Path(profile), address=address, user=user),
    )
    uploader.run(told, on_progress=lambda done, _total: print(done, flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:])

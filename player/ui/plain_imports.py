"""Takes PySide's hand off Python's imports: it reads the source text of every module that is imported after it.

PySide6 puts a function of its own in the place of Python's `import`, which looks through the text of each new module
for the word "PySide6". It does so for `from __feature__ import …`, which Carrel does not use, and it costs a third of
a millisecond for each of some hundreds of modules. Python's own function is kept beside it, and is put back here.
"""

from __future__ import annotations

import builtins
from importlib import import_module


def keep_imports_plain() -> None:
    """Loads the heart of Qt, with which PySide puts its function in place, and undoes that. Harmless if repeated."""
    import_module("PySide6.QtCore")
    own = getattr(builtins, "__orig_import__", None)
    if own is not None:
        builtins.__import__ = own

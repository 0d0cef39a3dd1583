"""What two runs of one scan must have in common: the program, the settings, and the inputs that were named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from captioncheck.config import Settings
from captioncheck.encode.e5 import installed
from captioncheck.errors import ConfigError
from captioncheck.scan.journal import FORM
from captioncheck.version import __version__

_NO_PART = frozenset(
    {
        "fail_on",
        "quiet",
        "color",
        "allow_empty_input",
        "require_pictures",
        "root",
        "careful_encoder",
        "explain_pictures",
        "baseline",
        "engine",
        "address",
    }
)
"""Settings that no row depends on."""


def header(settings: Settings, paths: Sequence[str], files_from: str | None) -> dict[str, Any]:
    """Return the header of a scan's journal. Raises ConfigError for a calibration that cannot be read."""
    chosen = {field.name: getattr(settings, field.name) for field in fields(settings) if field.name not in _NO_PART}
    if settings.calibration is not None:
        try:
            content = Path(settings.calibration).read_bytes()
        except OSError as error:
            raise ConfigError(f"--calibration {settings.calibration}: {error.strerror or error}") from error
        chosen["calibration's content"] = blake2b(content, digest_size=8).hexdigest()
    chosen["careful"] = settings.careful is not False
    chosen["careful encoder installed"] = installed()
    made = {
        "journal": FORM,
        "captioncheck": __version__,
        "PATH": list(paths),
        "files-from": files_from,
        "settings": chosen,
    }
    plain: dict[str, Any] = json.loads(json.dumps(made, default=_plain))
    return plain


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs between two headers, in words."""
    for one, other in ((before, now), (before.get("settings", {}), now["settings"])):
        for name in [*other, *(name for name in one if name not in other)]:
            was, is_ = one.get(name), other.get(name)
            if was != is_ and name != "settings":
                yield f"{name.replace('_', '-')} was {_shown(was)} and is {_shown(is_)}"


def _shown(value: Any) -> str:
    if value is None:
        return "not set"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value) or "empty"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return dict(value) if isinstance(value, Mapping) else list(value)

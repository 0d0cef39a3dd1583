"""What a result depends on besides its input: the program, what is installed with it, and the settings.

Two runs with the same stamp give the same results for the same bytes. What cannot be known leaves no stamp.
"""

from __future__ import annotations

import platform
import sys
from dataclasses import fields
from datetime import date
from hashlib import blake2b
from pathlib import Path

from captioncheck.config import Settings
from captioncheck.encode.e5 import installed
from captioncheck.registry import ENCODERS, READERS

_SHOWN_ONLY = frozenset(
    {
        "fail_on",
        "quiet",
        "color",
        "allow_empty_input",
        "require_pictures",
        "explain_pictures",
        "calibration",
        "baseline",
        "select",
        "ignore",
        "severity",
        "overrides",
        "exclude",
        "force_exclude",
        "respect_gitignore",
        "root",
        "engine",
        "address",
    }
)
"""Settings that only say what is read and what counts, and the calibration, of which the content matters."""


def stamp_for(settings: Settings) -> bytes | None:
    """Return the stamp of a run, or None where results must not be kept.

    That is where remote pictures or a plugin take part, as either may change unseen, and where pages on pictures are
    asked for, which only come of looking.
    """
    plugin = settings.encoder not in ENCODERS.builtin() or settings.input_format not in (None, *READERS.builtin())
    if settings.fetch_images or settings.explain_pictures is not None or plugin:
        return None
    marks = blake2b(digest_size=20)
    try:
        for part in (*_program(), *_installed(), *_choices(settings)):
            marks.update(part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape"))
            marks.update(b"\0")
    except OSError:
        return None
    return marks.digest()


def _program() -> list[str | bytes]:
    """Return the program's own code and data: these may change without a change of the version."""
    home = Path(__file__).parents[1]
    found: list[str | bytes] = [sys.version, platform.machine()]
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found += [str(path.relative_to(home)), path.read_bytes()]
    return found


def _installed() -> list[str]:
    """Return the names and versions of all that is installed: what they import counts, too."""
    found = {path.name for folder in sys.path if folder for path in Path(folder).glob("*-info")}
    return sorted(found)


def _choices(settings: Settings) -> list[str | bytes]:
    from captioncheck.encode.eyes import why_blind

    chosen: list[str | bytes] = [
        f"{field.name}={getattr(settings, field.name)!r}" for field in fields(settings) if field.name not in _SHOWN_ONLY
    ]
    if settings.calibration is not None:
        chosen.append(Path(settings.calibration).read_bytes())
    # The dates in captions are read as of this year.
    return [*chosen, str(date.today().year), str(installed()), *why_blind(settings)]

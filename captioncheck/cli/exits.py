"""The exit codes: all of them, and the one place that turns counts into one."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # nothing that could fail to load: what does is exit 2, and this says so
    from captioncheck.config import Settings
    from captioncheck.datatypes import Tally


class Exit(IntEnum):
    """What the process tells its caller."""

    CLEAN = 0
    FINDINGS = 1
    FAILED = 2
    INTERRUPTED = 130


def exit_for(tally: Tally, settings: Settings) -> Exit:
    """Return the exit code of a run that came to its end; a failure outranks findings."""
    if tally.errors or nothing_in(tally, settings):
        return Exit.FAILED
    level = settings.fail_level
    if level is not None and tally.worst.rank >= level.rank:
        return Exit.FINDINGS
    return Exit.CLEAN


def nothing_in(tally: Tally, settings: Settings) -> bool:
    """Return whether a run found no article and no error, and nobody said that this may be.

    Inputs that hold none, and were skipped for it, are not articles; what --force-exclude leaves out is meant to be.
    """
    if settings.allow_empty_input or tally.ok or tally.errors:
        return False
    return tally.articles == 0 or not settings.force_exclude


def nothing_told(tally: Tally, verb: str) -> str:
    """Return that in words: nothing to check, or to scan."""
    skipped = f": no article in {tally.skipped:,} skipped" if tally.skipped else ""
    return f"nothing to {verb}{skipped}; --allow-empty-input makes that a success"

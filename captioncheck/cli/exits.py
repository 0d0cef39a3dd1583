"""The exit codes: all of them, and the one place that turns counts into one."""

from __future__ import annotations

from enum import IntEnum

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
    nothing = tally.articles == 0 and not settings.allow_empty_input
    if tally.errors or nothing:
        return Exit.FAILED
    level = settings.fail_level
    if level is not None and tally.worst.rank >= level.rank:
        return Exit.FINDINGS
    return Exit.CLEAN

"""Lines on stderr for the user. Nothing here may raise: stderr can be closed, full or ASCII."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
import warnings
from typing import Literal

from captioncheck.datatypes import Skipped

DEBUG = "CAPTIONCHECK_DEBUG"


def say(message: str, kind: str = "") -> None:
    """Write one line to stderr: "captioncheck: error: message"; `kind` is error, warning or nothing."""
    from rich.console import Console
    from rich.text import Text

    from captioncheck.report.terminal.fitting import clean

    with contextlib.suppress(OSError, ValueError, AttributeError):
        style = {"error": "bold red", "warning": "bold yellow"}.get(kind, "")
        line = Text("captioncheck: ", "dim").append(f"{kind}: " if kind else "", f"not dim {style}")
        line.append(clean(message), "not dim")
        colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
        Console(stderr=True, color_system=colours).print(line, soft_wrap=True, highlight=False)


def say_skipped(skipped: Skipped) -> None:
    """Say which input could not be read, and why."""
    from captioncheck.report.terminal.fitting import shown_place

    say(f"{shown_place(skipped.location)}: {skipped.reason}", "error")


def say_crash(error: BaseException) -> None:
    """Report an error of our own making in one line, or with its traceback when CAPTIONCHECK_DEBUG is set."""
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    if os.environ.get(DEBUG):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            traceback.print_exception(error, file=sys.stderr)
    hint = "" if os.environ.get(DEBUG) else f"; {DEBUG}=1 shows where"
    say(f"internal error: {what}. This is a bug in captioncheck, please report it{hint}.", "error")


class _Lines(logging.Handler):
    """Log records as lines like those of `say`."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        kind = "error" if record.levelno >= logging.ERROR else "warning" if record.levelno >= logging.WARNING else ""
        where = "" if record.name.partition(".")[0] == "captioncheck" else f"{record.name}: "
        say(where + record.getMessage(), kind)


def set_up_logging() -> None:
    """Show warnings of our own on stderr; what libraries log and warn about only with CAPTIONCHECK_DEBUG."""
    debug = bool(os.environ.get(DEBUG))
    root, ours = logging.getLogger(), logging.getLogger("captioncheck")
    root.handlers = [_Lines() if debug else logging.NullHandler()]
    root.setLevel(logging.DEBUG if debug else logging.WARNING)
    ours.handlers = [] if debug else [_Lines()]
    ours.propagate = debug
    if not debug and not sys.warnoptions:
        warnings.simplefilter("ignore")

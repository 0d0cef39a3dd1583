"""Lines on stderr for the user. Nothing here may raise: stderr can be closed, full or ASCII."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
import warnings
from typing import Literal

DEBUG = "CAPTIONCHECK_DEBUG"
ISSUES = "https://github.com/captioncheck/captioncheck/issues"


def say(message: str, kind: str = "") -> None:
    """Write one line to stderr: "captioncheck: error: message"; `kind` is error, warning or nothing."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        from rich.console import Console
        from rich.text import Text

        from captioncheck.report.terminal.fitting import clean

        style = {"error": "bold red", "warning": "bold yellow"}.get(kind, "")
        line = Text("captioncheck: ", "dim").append(f"{kind}: " if kind else "", f"not dim {style}")
        line.append(clean(message), "not dim")
        colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
        Console(stderr=True, color_system=colours).print(line, soft_wrap=True, highlight=False)


def say_crash(error: BaseException) -> None:
    """Report an error of our own making in one line, or with its traceback when CAPTIONCHECK_DEBUG is set."""
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    if os.environ.get(DEBUG):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            traceback.print_exception(error, file=sys.stderr)
    hint = "" if os.environ.get(DEBUG) else f"; {DEBUG}=1 shows where"
    say(f"internal error: {what}. This is a bug in captioncheck, please report it{hint}.", "error")


def set_up_logging() -> None:
    """Show warnings of our own on stderr; what libraries log and warn about only with CAPTIONCHECK_DEBUG."""
    from rich.console import Console
    from rich.logging import RichHandler

    debug = bool(os.environ.get(DEBUG))
    handler = RichHandler(console=Console(stderr=True), show_time=False, show_path=debug, markup=False)
    root = logging.getLogger()
    root.handlers = [handler if debug else logging.NullHandler()]
    root.setLevel(logging.DEBUG if debug else logging.WARNING)
    ours = logging.getLogger("captioncheck")
    ours.handlers = [] if debug else [handler]
    ours.propagate = debug
    if not debug and not sys.warnoptions:
        warnings.simplefilter("ignore")

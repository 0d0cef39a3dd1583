"""The last part of a scan: the pass over the whole archive, with progress and Ctrl-C."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from captioncheck.cli.gating import Gate
from captioncheck.cli.interrupt import remembered
from captioncheck.cli.messages import say
from captioncheck.cli.progress import MINUTE, Progress

if TYPE_CHECKING:
    from captioncheck.cli.run import Request
    from captioncheck.config import Settings
    from captioncheck.scan.across.base import Finder
    from captioncheck.scan.across.finishing import Pass
    from captioncheck.scan.archive import Engine
    from captioncheck.scan.files import Files
    from captioncheck.scan.journal import Past


def finders_for(settings: Settings) -> list[Finder]:
    """Return what looks at the whole archive, as the settings have it."""
    from captioncheck.gate.selection import Selection
    from captioncheck.scan.across.finders import finders

    return [one for one in finders() if Selection(settings).somewhere(one.code)]


def pass_for(check: Request) -> Pass:
    """Return the pass that a request asks for."""
    from captioncheck.scan.across.amending import Amend
    from captioncheck.scan.across.finishing import Pass

    gate = Gate(check)
    return Pass(finders_for(check.settings), Amend(gate.rules, gate.commented))


def say_missing(finders: Sequence[Finder]) -> None:
    """Say which rules cannot be applied, and how to mend that."""
    for one in finders:
        if why := one.missing():
            say(f"{one.code} is not looked for: {why}", "warning")


def carry_out(wanted: Pass, check: Request, files: Files, past: Past, engine: Engine) -> bool:
    """Carry out the pass on a scan that is complete; return whether rows have changed."""
    from captioncheck.scan.across.base import Scanned

    with Progress(wanted=check.progress, every=MINUTE) as progress, remembered() as interrupt:
        progress.what = "looked at"

        def tell(what: str, done: int) -> None:
            progress.current, progress.done = what, done
            interrupt()

        scanned = Scanned(files.old, past, check.settings, engine, files.judged, files.compared, tell)
        return wanted.carry_out(scanned, files)

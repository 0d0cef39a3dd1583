"""What stands between the judgements and the outputs of a run: settings, comments, the baseline, --diff-base."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from captioncheck.cli.messages import say
from captioncheck.datatypes import Result, Skipped
from captioncheck.errors import CaptionCheckError, ConfigError, fault
from captioncheck.extract.base import Source
from captioncheck.gate.baseline import Baseline, told
from captioncheck.gate.changed import Changed
from captioncheck.gate.comments import ARCHIVE_RULES, Comments
from captioncheck.gate.selection import Rules, Selection, settled
from captioncheck.report.terminal.wording import count
from captioncheck.rules import RULES

if TYPE_CHECKING:
    from captioncheck.cli.run import Request

_SHOWN = 3
"""Stale entries that are named."""
_STDIN = "-"


class Gate:
    """Decides which findings of a run count. Raises ConfigError for a baseline or a commit that cannot be used."""

    def __init__(self, request: Request) -> None:
        settings = request.settings
        self._request = request
        self._unchanged = 0
        if request.write_baseline and request.update_baseline:
            raise ConfigError("--write-baseline takes all findings, --update-baseline adds none: give one of them")
        if settings.baseline is None and (request.write_baseline or request.update_baseline):
            flag = "--write-baseline" if request.write_baseline else "--update-baseline"
            raise ConfigError(f"{flag}: name the file with --baseline FILE")
        self._selection = Selection(settings)
        idle = frozenset(ARCHIVE_RULES)
        names = {rule.code: rule.name for rule in RULES}
        self._comments = Comments(names, self._source, settings.input_format, idle)
        self._baseline: Baseline | None = None
        if settings.baseline is not None:
            self._baseline = Baseline(
                settings.baseline, learning=request.write_baseline, roots=request.paths, idle=idle
            )
        self._changed = None if request.diff_base is None else self._asked(request.diff_base)

    def apply(self, result: Result) -> Result:
        """Return the result with what the settings leave of it, and the findings that do not count marked."""
        try:
            return self._applied(result)
        except CaptionCheckError:
            raise
        except Exception as error:
            where = result.location if isinstance(result, Skipped) else result.article.location
            return Skipped(where, fault(error))

    def _applied(self, result: Result) -> Result:
        select = self._selection.apply
        result = self._comments.apply(select(result))
        if self._baseline is not None:
            result = self._baseline.apply(result)
        # Comments and baseline find things, too; what was chosen before stays as it is.
        return settled(select(result))

    def rules(self, path: str) -> Rules:
        """Return the rules of a file, as the settings have them."""
        return self._selection.rules(path)

    def commented(self, result: Result) -> Result:
        """Return the result with what comments in its source silence marked."""
        return self._comments.apply(result)

    def warn(self) -> None:
        """Say on stderr that nothing can be found, where that is so."""
        if self._selection.idle:
            say("the settings switch off every rule, so nothing can be found", "warning")

    def chosen(self, found: Iterable[Source | Skipped]) -> Iterator[Source | Skipped]:
        """Yield the sources that have changed; all of them without --diff-base."""
        for item in found:
            if self._changed is not None and isinstance(item, Source) and item.path not in self._changed:
                self._unchanged += 1
            else:
                yield item

    def identities(self) -> frozenset[tuple[int, int]]:
        """Return the (device, inode) of the baseline: it is no article."""
        from captioncheck.sources import identity

        return frozenset(filter(None, [identity(self._request.settings.baseline or "")]))

    def nothing_changed(self) -> bool:
        """Say on stderr that no article has changed, and return whether that is so; asked where none was checked."""
        if not self._unchanged:
            return False
        say(f"no articles changed since {self._request.diff_base} ({count(self._unchanged, 'article')} looked at)")
        return True

    def close(self) -> None:
        """Write the baseline where that was asked for, or say what of it is stale; after a run that was not cut off."""
        if self._baseline is None:
            return
        path = self._baseline.path
        if self._request.write_baseline:
            say(f"{count(self._baseline.learn(), 'finding')} written to the baseline {path}")
            return
        stale = self._baseline.stale()
        if not stale:
            return
        number = count(len(stale), "entry", "entries")
        if self._request.update_baseline:
            self._baseline.drop_stale()
            say(f"{number} dropped from the baseline {path}, as nothing in the articles answers to them any more")
            return
        shown = "; ".join(told(*one) for one in stale[:_SHOWN])
        more = f"; and {len(stale) - _SHOWN} more" if len(stale) > _SHOWN else ""
        verb, drops = ("is", "it") if len(stale) == 1 else ("are", "them")
        say(f"{number} of the baseline {verb} stale: {shown}{more}; --update-baseline drops {drops}", "warning")

    def _asked(self, ref: str) -> Changed:
        if _STDIN in self._request.paths:
            raise ConfigError("--diff-base: standard input has no history; give files or folders")
        changed = Changed(ref)
        for path in self._request.paths or (os.curdir,):
            changed.look(path)
        return changed

    def _source(self, path: str) -> Source | Skipped:
        from captioncheck.sources import open_file
        from captioncheck.stdin import stdin_source

        if _STDIN in self._request.paths and path == (self._request.stdin_filename or _STDIN):
            return stdin_source(path)
        return Source(path, partial(open_file, path))

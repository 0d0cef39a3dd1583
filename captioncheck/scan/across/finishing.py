"""The pass itself: finders are asked, and the rows are written anew where that changes any of them."""

from __future__ import annotations

import json
import os
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from captioncheck.report.jsonl import line as as_line
from captioncheck.scan import journal
from captioncheck.scan.across.amending import Amend
from captioncheck.scan.across.base import Finder, Found, Scanned
from captioncheck.scan.errors import ScanError
from captioncheck.scan.files import Files, Written
from captioncheck.scan.formats import lines
from captioncheck.scan.journal import Past


@dataclass(frozen=True, slots=True)
class Pass:
    """What is asked of a whole archive: `finders`, and what becomes of a row and its findings."""

    finders: Sequence[Finder]
    amend: Amend

    def marks(self) -> list[str]:
        """Return what the journal says when this pass is done: the codes, with why where one could not be asked."""
        return [f"{one.code} {why}" if (why := one.missing()) else one.code for one in self.finders]

    def carry_out(self, scanned: Scanned, files: Files) -> bool:
        """Ask the finders, write what they found, note that it is done; return whether any row has changed."""
        found: dict[int, list[Found]] = defaultdict(list)
        for finder in self.finders:
            if not finder.missing():
                for one in finder.find(scanned):
                    found[one.row].append(one)
        missing = {one.code: (one.concerns, why) for one in self.finders if (why := one.missing())}
        try:
            changed = self._write(scanned, files.passing, found, missing)
            if changed:
                files.take(files.passing)
            else:
                _note(files.old, scanned.past, self.marks())
        except OSError as error:
            where = error.filename or files.passing.rows
            hint = "the rows are all there, and --resume does the rest"
            raise ScanError(f"cannot write to {where}: {error.strerror or error}; {hint}") from error
        finally:
            files.passing.remove()
        return changed

    def _write(
        self,
        scanned: Scanned,
        new: Written,
        found: Mapping[int, Sequence[Found]],
        missing: Mapping[str, tuple[Callable[[Mapping[str, Any]], bool], str]],
    ) -> bool:
        """Write all rows and their journal anew, with what was found; return whether any row is another one."""
        entries = journal.ended(scanned.files.journal, scanned.past)
        changed = False
        with new.rows.open("wb") as rows, new.journal.open("wb") as log:
            log.write(journal.line(scanned.past.header))
            offset = check = left = 0
            entry = None
            for number, raw in enumerate(lines(scanned.files.rows)):
                while not left:
                    entry = next(entries)
                    left = entry.rows
                    if not left:
                        log.write(journal.line(replace(entry, offset=offset, check=check)))
                data = raw
                if number in found or missing or b'"CC30' in raw:
                    data = as_line(self.amend(json.loads(raw), found.get(number, ()), missing)).encode(
                        "utf-8", "backslashreplace"
                    )
                    changed |= data != raw
                rows.write(data)
                offset, check, left = offset + len(data), zlib.crc32(data, check), left - 1
                if not left and entry is not None:
                    log.write(journal.line(replace(entry, offset=offset, check=check)))
            for entry in entries:  # inputs without rows
                log.write(journal.line(replace(entry, offset=offset, check=check)))
            end = dict(scanned.past.end or {}) | {"passed": self.marks()}
            log.write(journal.line({"complete": end["complete"]}) + journal.line(end))
            for stream in (rows, log):
                stream.flush()
                os.fsync(stream.fileno())
        return changed


def _note(files: Written, past: Past, marks: Sequence[str]) -> None:
    """Note in the journal that the pass is done."""
    with files.journal.open("r+b") as log:
        log.seek(past.size)
        log.truncate()
        log.write(journal.line(dict(past.end or {}) | {"passed": list(marks)}))
        log.flush()
        os.fsync(log.fileno())

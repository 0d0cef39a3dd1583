"""`--watch`: check everything once, then whatever changes, with the models kept in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from captioncheck.cli.exits import Exit
from captioncheck.cli.interrupt import remembered
from captioncheck.cli.messages import say
from captioncheck.datatypes import Checked, Result, Skipped
from captioncheck.errors import ConfigError, MissingExtraError, ReaderError
from captioncheck.extract.base import Source
from captioncheck.extract.readers import PHOTOS
from captioncheck.pictures.references import file_name, references_of
from captioncheck.report.terminal.wording import count

if TYPE_CHECKING:
    from captioncheck.cli.run import Request

_STEP, _DEBOUNCE = 40, 400
"""Milliseconds without a change after which those that came are looked at, and in which they are at the latest.

Editors save in several steps (write a new file, rename it), which take a few milliseconds.
"""
_PULSE = 200
"""Milliseconds after which Ctrl-C is looked for at the latest."""

Take = Callable[[Source | Skipped], bool]
Round = Callable[[Take], Exit | None]
"""Checks the sources for which a function is true, with models in memory; a code says that the run was cut off."""
Changes = Iterator[set[tuple[Any, str]]]


def require_watching(request: Request) -> None:
    """Raise where what was asked for cannot be watched."""
    if "-" in request.paths or request.files_from is not None:
        raise ConfigError("--watch: give files or folders; standard input and lists of paths cannot be watched")
    for name, given in (
        ("--output", bool(request.outputs)),
        ("--explain-pictures", request.settings.explain_pictures is not None),
        ("--write-baseline", request.write_baseline),
        ("--update-baseline", request.update_baseline),
    ):
        if given:
            raise ConfigError(f"--watch shows results on the screen as they change; it cannot be used with {name}")
    try:
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("--watch", "watch") from error


@dataclass(slots=True)
class Watch:
    """Knows which files were checked, with which content, and which pictures their captions stand under.

    `kinds` has one file for each language and format: each needs tables of its own, which are loaded at first use.
    """

    digests: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[tuple[str | None, str], str] = field(default_factory=dict)

    def taken(self, item: Source | Skipped) -> Source | Skipped:
        """Note what is there before anything has changed."""
        self._new(item)
        return item

    def taker(self, changed: set[str]) -> Take:
        """Return what tells which sources are to be checked after these real paths changed."""
        photos = {PurePath(path).name.casefold() for path in changed if path.casefold().endswith(PHOTOS)}

        def take(item: Source | Skipped) -> bool:
            if not isinstance(item, Source):
                return False
            path = _real(item.path)
            return (_touched(path, changed) and self._new(item)) or bool(photos & self.pictures.get(path, set()))

        return take

    def note(self, result: Result) -> None:
        """Note the pictures of a result, and its kind."""
        if isinstance(result, Checked):
            path = result.article.location.path
            self.kinds.setdefault((result.article.language, PurePath(path).suffix), path)
            found = (judgement.caption.picture for judgement in result.judgements)
            names = {file_name(one).casefold() for picture in found if picture for one in references_of(picture)}
            self.pictures.setdefault(_real(path), set()).update(names)

    def gone(self, changed: set[str]) -> list[str]:
        """Return the names of files that were checked and are no more, and forget them."""
        lost = [path for path in sorted(self.names) if _touched(path, changed) and not os.path.lexists(path)]
        for path in lost:
            self.digests.pop(path, None)
            self.pictures.pop(path, None)
        return [self.names.pop(path) for path in lost]

    def _new(self, item: Source | Skipped) -> bool:
        """Return whether a source has another content than when it was checked last."""
        if not isinstance(item, Source):
            return True
        path = _real(item.path)
        self.names[path] = item.path
        try:
            with item.open() as stream:
                digest = blake2b(stream.read(), digest_size=16).digest()
        except (OSError, ReaderError):
            return True
        before, self.digests[path] = self.digests.get(path), digest
        return before != digest


def watch(
    watched: Watch,
    first: Callable[[], Exit | None],
    again: Round,
    warm_up: Callable[[Sequence[str]], None],
    roots: Sequence[Path],
) -> Exit:
    """Check all, and then what changes until Ctrl-C; `warm_up` loads what it takes by checking files unseen."""
    import watchfiles

    # Folders, as a watch on a file ends when an editor puts another file in its place.
    folders = {root if root.is_dir() else root.parent for root in roots}
    changes: Changes = watchfiles.watch(
        *folders,
        watch_filter=None,
        debounce=_DEBOUNCE,
        step=_STEP,
        rust_timeout=_PULSE,
        yield_on_timeout=True,
        recursive=any(root.is_dir() for root in roots),
    )
    with remembered() as interrupt:
        try:
            next(changes)  # from here on nothing is missed, whatever changes while the first round is on
            if (code := first()) is not None:
                return code
            warm_up(list(dict.fromkeys(watched.kinds.values())))
            say(f"watching {count(len(watched.names), 'file')}; Ctrl-C ends")
            for batch in changes:
                interrupt()
                if batch and (code := _round({_real(path) for _, path in batch}, watched, again)) is not None:
                    return code
        except KeyboardInterrupt:
            pass
    say("no longer watching")
    return Exit.INTERRUPTED


def _round(changed: set[str], watched: Watch, again: Round) -> Exit | None:
    """Check what is to be checked after these paths changed, and say what became of the others."""
    for name in watched.gone(changed):
        say(f"{name} is gone")
    return again(watched.taker(changed))


def _touched(path: str, changed: set[str]) -> bool:
    """Return whether a path, or a folder that it lies in, changed.

    What is written into a new folder before that is watched, and what goes with a folder, has no change of its own.
    """
    while path not in changed:
        path, before = os.path.dirname(path), path  # noqa: PTH120
        if path == before:
            return False
    return True


def _real(path: str) -> str:
    # Not realpath of the file itself: what is watched is the name, and a link may be pointed elsewhere.
    folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100
    return os.path.join(os.path.realpath(folder), name)  # noqa: PTH118

"""The first part of a scan: a sample of the archive, where that is to be the background, with progress and Ctrl-C."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from captioncheck.cli.interrupt import remembered
from captioncheck.cli.progress import MINUTE, Progress
from captioncheck.extract.base import Source

if TYPE_CHECKING:
    from captioncheck.cli.run import Request
    from captioncheck.config import Settings
    from captioncheck.scan.files import Files
    from captioncheck.score.cohort import Sample

ARCHIVE = "archive"


def marks_for(check: Request, files: Files, *, fresh: bool) -> dict[str, str]:
    """Return what the journal's header says of the archive's sample; for a `fresh` scan it is drawn first."""
    if check.settings.background != ARCHIVE:
        return {}
    from captioncheck.scan import background

    if fresh:
        _draw(check, files)
    return {"background's content": background.mark(files.background)}


def samples_for(check: Request, files: Files) -> Mapping[str, Sample]:
    """Return the archive's sample by language, nothing where none is wanted."""
    if check.settings.background != ARCHIVE:
        return {}
    from captioncheck.scan import background

    return background.samples(files.background)


def told_of(settings: Settings, samples: Mapping[str, Sample]) -> str:
    """Return in words what captions were compared with, "" where nobody asked for more than what is bundled."""
    if settings.background != ARCHIVE:
        return ""
    from captioncheck.scan import background

    return background.told(samples)


def _draw(check: Request, files: Files) -> None:
    from captioncheck.pipeline import Checker
    from captioncheck.scan import background
    from captioncheck.scan.inputs import marked
    from captioncheck.scan.spread import spread

    settings = check.settings
    with Progress(wanted=check.progress, every=MINUTE) as progress, remembered() as interrupt:
        progress.what = "read for the background"

        def tell(path: str, read: int) -> None:
            progress.current, progress.done = path, read
            interrupt()

        found = spread(settings, check.paths, check.files_from)
        inputs = marked(found, [*files.all(), files.lock])
        sources = (one.what for one in inputs if isinstance(one.what, Source))
        texts, read = background.draw(settings, sources, check.jobs, tell)
    background.write(files.background, files.temporary, texts, read, Checker(settings).encoder.name)

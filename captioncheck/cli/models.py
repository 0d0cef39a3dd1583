"""`captioncheck models`: which picture models there are, fetch one, prove that one is intact."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

from captioncheck.cli.exits import Exit
from captioncheck.cli.messages import say, set_up_logging
from captioncheck.cli.outputs import printing, standard_output
from captioncheck.encode.checkpoints import PRESETS, Checkpoint, Preset, locate, models_folder, why_absent
from captioncheck.encode.eyes import clip_installed
from captioncheck.encode.fetching import fetch
from captioncheck.encode.lock import Lock, damage, read_lock
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.encode.probe import LEAST_FIRST, LEAST_ORDER, probe
from captioncheck.errors import EncoderError, MissingExtraError
from captioncheck.report.terminal.console import open_console


class _Bars:
    """A bar a file, drawn as its bytes come."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, name: str, here: int, size: int) -> None:
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=size or None)
        self._progress.update(self._tasks[name], completed=here)


def _progress(*more: ProgressColumn) -> Progress:
    """Return bars on stderr, or silent ones where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), *more)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def list_models() -> Exit:
    """List the presets and what else was fetched."""
    with printing("terminal") as stream:
        console = open_console(stream)
        for preset in PRESETS.values():
            _list(console, locate(preset.name), preset)
        others = [folder for folder in _others() if read_lock(folder) is not None]
        for folder in others:
            lock = read_lock(folder)
            _list(console, locate(lock.name if lock else folder.name), None)
        console.print(Text(f"\nThey lie in {models_folder()}.", "dim"), soft_wrap=True)
    if not clip_installed():
        say(str(MissingExtraError("comparing captions with pictures", "clip")))
    return Exit.CLEAN


def fetch_model(name: str) -> Exit:
    """Fetch a model; EncoderError says why it could not be."""
    set_up_logging()
    checkpoint = locate(name)
    with _progress(TransferSpeedColumn(), TimeRemainingColumn()) as bar:
        fetched = fetch(checkpoint, say, _Bars(bar))
    for repo, revision in fetched.lock.revisions.items():
        pinned = any(part.repo == repo and part.revision for part in checkpoint.parts)
        if not pinned:
            say(f"{repo}: this commit is now what '{name}' means here: {revision}")
    was = "was here already" if fetched.already else "is here"
    say(f"'{name}' {was}: {checkpoint.folder}; captioncheck models verify {name} proves that it works")
    return Exit.CLEAN


def verify_model(name: str) -> Exit:
    """Prove that a model is what was fetched, and that it sees; 2 when it is not, or does not."""
    set_up_logging()
    checkpoint = locate(name)
    absent = why_absent(checkpoint)
    if absent:
        raise EncoderError(absent)
    console = open_console(standard_output("terminal"))
    lock = read_lock(checkpoint.folder)
    wrong = _digests(checkpoint, lock) if lock is not None else []
    if lock is None:
        _row(console, "digests", None, "none kept: a folder of yours")
    else:
        _row(console, "digests", not wrong, "; ".join(wrong) or f"{len(lock.files)} files as fetched")
    if wrong:
        again = f"delete {checkpoint.folder}, then captioncheck models fetch {name}"
        raise EncoderError(f"the picture model '{name}' is not what was fetched: {again}")
    eyes = OpenClipEncoder(checkpoint)
    _row(console, "preprocessing", True, _preprocessing(eyes))
    seen = probe(eyes)
    words = f"{seen.first} of {seen.of} drawn pictures recognised, {seen.order:.0%} of the order right"
    _row(console, "sight", seen.passed, words)
    console.print(Text(f"{eyes.name}", "dim"), soft_wrap=True)
    if not seen.passed:
        raise EncoderError(
            f"the picture model '{name}' does not see: a trained one recognises at least {LEAST_FIRST} of {seen.of} "
            f"and puts {LEAST_ORDER:.0%} in order; its weights or its configuration are not those it was trained with"
        )
    return Exit.CLEAN


def _list(console: Console, checkpoint: Checkpoint, preset: Preset | None) -> None:
    absent = why_absent(checkpoint)
    here = "here" if not absent else ("not here" if not checkpoint.folder.is_dir() else "incomplete")
    line = Text(f"{checkpoint.name:<13}", "bold").append(f" {here:<10}", "green" if not absent else "yellow")
    if preset is None:
        console.print(line.append(str(checkpoint.folder), "not bold dim"), soft_wrap=True)
        return
    size = f"{preset.megabytes / 1000:.1f} GB" if preset.megabytes >= 1000 else f"{preset.megabytes} MB"
    line.append(f" {size:>7}  {preset.licence:<11} {preset.about}", "not bold default")
    console.print(line, soft_wrap=True)
    revision = next((part.revision for part in preset.parts if part.revision), None)
    lock = read_lock(checkpoint.folder)
    known = next(iter(lock.revisions.values()), None) if lock else None
    commit = (known or revision or "")[:12] or "newest commit, written down at the first fetch"
    console.print(Text(f"{'':<13} {preset.tag}  {preset.parts[0].repo} @ {commit}", "dim"), soft_wrap=True)


def _others() -> list[Path]:
    folder = models_folder()
    return sorted(path for path in folder.iterdir() if path.name not in PRESETS) if folder.is_dir() else []


def _digests(checkpoint: Checkpoint, lock: Lock) -> list[str]:
    """Return what differs from the lock, with a bar while gigabytes are read."""
    with _progress() as bar:
        task = bar.add_task("reading", total=sum(file.size for file in lock.files.values()))
        found = damage(checkpoint.folder, lock, lambda size: bar.advance(task, size))
    for name, expected in checkpoint.digests.items():
        if name in lock.files and lock.files[name].sha256 != expected:
            found.append(f"{name} is not the file that captioncheck expects")
    return found


def _preprocessing(eyes: OpenClipEncoder) -> str:
    config = eyes.model.visual.preprocess_cfg
    size = config["size"]
    side = "x".join(str(part) for part in size) if isinstance(size, tuple | list) else str(size)
    mean = ", ".join(f"{value:.3f}" for value in config["mean"])
    std = ", ".join(f"{value:.3f}" for value in config["std"])
    return f"{side} pixels, {config['resize_mode']}, {config['interpolation']}, mean {mean}, deviation {std}"


def _row(console: Console, what: str, right: bool | None, detail: str) -> None:
    mark = {True: Text("ok   ", "green"), False: Text("WRONG", "bold red"), None: Text("-    ", "dim")}[right]
    console.print(mark.append(f"  {what:<14} ", "bold default").append(detail, "not bold default"), soft_wrap=True)

"""A checkpoint from the model hub onto this disk: at one commit, resumable, every digest kept and compared."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from captioncheck.encode.checkpoints import CONFIG, WEIGHTS, Checkpoint, Part
from captioncheck.encode.hub import Hub, HubFile, HuggingFace, Seen, Snapshot
from captioncheck.encode.lock import Lock, LockedFile, digest_file, read_lock, write_lock
from captioncheck.errors import EncoderError, MissingExtraError

Say = Callable[[str], object]


def _nothing(*_told: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch did: the lock that it wrote, and whether everything had been here already."""

    lock: Lock
    already: bool


def fetch(checkpoint: Checkpoint, say: Say = _nothing, seen: Seen = _nothing, hub: Hub | None = None) -> Fetched:
    """Fetch a checkpoint into its folder and lock it; `say` is told each step in one line, `seen` the bytes.

    A lock that is there decides the commits, so that fetching again never changes the model in silence. Raises
    EncoderError when something cannot be fetched or has another digest than it should.
    """
    if not checkpoint.parts:
        raise EncoderError(f"'{checkpoint.name}' is a folder of yours: there is nothing to fetch")
    hub = hub or HuggingFace()
    before = read_lock(checkpoint.folder)
    try:
        checkpoint.folder.mkdir(parents=True, exist_ok=True)
        revisions: dict[str, str] = {}
        files: dict[str, LockedFile] = {}
        for part in _resolved(checkpoint):
            known = (before.revisions if before else {}).get(part.repo)
            snapshot = hub.snapshot(part.repo, part.revision or known)
            wanted = _wanted(part, snapshot)
            _room(checkpoint, sum(snapshot.files[name].size for name in wanted))
            say(f"{part.repo} at {snapshot.revision[:12]}: {', '.join(wanted)}")
            revisions[part.repo] = snapshot.revision
            for name in wanted:
                path = checkpoint.folder / part.into / name
                if not _here(path, snapshot.files[name]):
                    hub.download(part.repo, snapshot.revision, name, snapshot.files[name].size, path, seen)
                file = LockedFile(path.stat().st_size, digest_file(path))
                _compare(checkpoint, name, file, snapshot)
                files[path.relative_to(checkpoint.folder).as_posix()] = file
        if not (checkpoint.folder / CONFIG).exists():
            files[CONFIG] = _own_config(checkpoint)
    except OSError as error:
        raise EncoderError(f"{checkpoint.folder}: {error.strerror or error}") from error
    lock = Lock(checkpoint.name, revisions, files)
    write_lock(checkpoint.folder, lock)
    return Fetched(lock, before == lock)


def _wanted(part: Part, snapshot: Snapshot) -> list[str]:
    """Return the files of a repository that are needed: of several forms of the weights, the safest alone."""
    weights = [name for name in WEIGHTS if name in part.files]
    chosen = [name for name in weights if name in snapshot.files][:1]
    if weights and not chosen:
        raise EncoderError(f"{part.repo} has no weights for open_clip ({', '.join(weights)})")
    patterns = [pattern for pattern in part.files if pattern not in weights]
    others = [
        name
        for name in snapshot.files
        if "/" not in name and name not in WEIGHTS and any(fnmatch(name, pattern) for pattern in patterns)
    ]
    return [*chosen, *sorted(others)]


def _here(path: Path, file: HubFile) -> bool:
    """Return whether a large file is on the disk already, whole; small ones are fetched anew."""
    return bool(file.sha256) and path.is_file() and path.stat().st_size == file.size


def _room(checkpoint: Checkpoint, size: int) -> None:
    free = shutil.disk_usage(checkpoint.folder).free + sum(
        path.stat().st_size for path in checkpoint.folder.rglob("*") if path.is_file()
    )
    if size > free:
        raise EncoderError(f"{checkpoint.folder}: {size / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are free")


def _compare(checkpoint: Checkpoint, name: str, file: LockedFile, snapshot: Snapshot) -> None:
    """Refuse a file whose digest is not the one that came with captioncheck, or that the hub says."""
    for expected, source in (
        (checkpoint.digests.get(name, ""), "captioncheck expects"),
        (snapshot.files[name].sha256, "the hub says"),
    ):
        if expected and expected != file.sha256:
            raise EncoderError(
                f"{name} was not fetched whole, or is another file: its SHA-256 is {file.sha256[:16]}…, {source} "
                f"{expected[:16]}…; delete that file in {checkpoint.folder} and fetch it again"
            )


def _resolved(checkpoint: Checkpoint) -> Sequence[Part]:
    """Return the parts with the repository that open_clip keeps a tag in."""
    if all(part.repo for part in checkpoint.parts):
        return checkpoint.parts
    config = _tag_config(checkpoint.name)
    repo = str(config.get("hf_hub") or "").strip("/")
    if repo.count("/") != 1:
        raise EncoderError(f"'{checkpoint.name}' is not kept in a repository of the model hub; use another tag")
    return [Part(repo, part.revision, part.files, part.into) for part in checkpoint.parts]


def _tag_config(name: str) -> Mapping[str, Any]:
    try:
        from open_clip.pretrained import get_pretrained_cfg
    except ImportError as error:
        raise MissingExtraError("fetching picture models", "clip") from error
    architecture, _, tag = name.partition(":")
    config: Mapping[str, Any] = get_pretrained_cfg(architecture, tag)
    if not config:
        raise EncoderError(f"open_clip knows no picture model '{name}'; open_clip.list_pretrained() lists them")
    return config


def _own_config(checkpoint: Checkpoint) -> LockedFile:
    """Write the configuration that a repository lacks from open_clip's own tables, and return its lock."""
    if ":" not in checkpoint.tag or checkpoint.tag.startswith("hf-hub:"):
        raise EncoderError(f"{checkpoint.name} has no {CONFIG}, so open_clip cannot load it")
    config = _tag_config(checkpoint.tag)
    import open_clip
    from open_clip.transform import PreprocessCfg

    known = asdict(PreprocessCfg())
    document = {
        "model_cfg": open_clip.get_model_config(checkpoint.tag.partition(":")[0]),
        "preprocess_cfg": {key: config[key] for key in known if key in config},
    }
    path: Path = checkpoint.folder / CONFIG
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return LockedFile(path.stat().st_size, digest_file(path))

"""Which CLIP checkpoints there are, and where each lies on this disk. Nothing heavy is imported.

A checkpoint is named by a preset, by open_clip's own `ARCHITECTURE:TAG`, by `hf-hub:OWNER/REPO[@REVISION]`, or by
`local-dir:FOLDER`. Revisions are commits of the model hub. Where none is known (None), the first fetch resolves it and
writes it down beside the weights, so that what was fetched once is what is checked ever after.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from captioncheck.errors import ConfigError, UnknownNameError

CONFIG = "open_clip_config.json"
TEXT = "text"
"""The subfolder with the configuration and tokenizer of a text tower that comes from elsewhere (XLM-R, NLLB)."""
WEIGHTS = ("open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "open_clip_pytorch_model.bin")
_TOKENIZER = ("*.json", "*.model", "*.txt")


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one repository of the hub: which commit (None: to be resolved), which files, into which subfolder."""

    repo: str
    revision: str | None
    files: tuple[str, ...]
    into: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """A checkpoint by a short name: what it is, what it costs, what it reads, and under which licence.

    `languages` are ISO 639-1 codes, empty for a hundred or so. `digests` are SHA-256 known beforehand, by file.
    """

    name: str
    tag: str
    parts: tuple[Part, ...]
    megabytes: int
    languages: frozenset[str]
    licence: str
    about: str
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset(
                "english",
                "ViT-B-32-256:datacomp_s34b_b86k",
                (
                    Part(
                        "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K",
                        "4afec35ffe57a943d569ff7ee888061830164da8",
                        (CONFIG, "open_clip_model.safetensors"),
                    ),
                ),
                606,
                frozenset(["en"]),
                "MIT",
                "English captions; fast",
                MappingProxyType(
                    {"open_clip_model.safetensors": "92c26d60d3200ed5ed040dff31a8d19f8140648da8007216c25744c478deef27"}
                ),
            ),
            Preset(
                "multilingual",
                "xlm-roberta-base-ViT-B-32:laion5b_s13b_b90k",
                (
                    Part(
                        "laion/CLIP-ViT-B-32-xlm-roberta-base-laion5B-s13B-b90k",
                        "506d40eb551f4801a1c27fc20a31c7b8f590deda",
                        (CONFIG, "open_clip_pytorch_model.bin"),
                    ),
                    Part("FacebookAI/xlm-roberta-base", "e73636d4f797dec63c3081bb6ed5c7b0bb3f2089", _TOKENIZER, TEXT),
                ),
                1_480,
                frozenset(),
                "MIT",
                "captions in about a hundred languages",
            ),
            Preset(
                "best",
                "ViT-SO400M-14-SigLIP2:webli",
                (Part("timm/ViT-SO400M-14-SigLIP2", None, (CONFIG, "open_clip_model.safetensors", *_TOKENIZER)),),
                4_600,
                frozenset(),
                "Apache-2.0",
                "the most exact, in about a hundred languages; slow without a GPU",
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint as it lies in a folder, which need not exist yet; `parts` is empty where nothing can be fetched."""

    name: str
    tag: str
    folder: Path
    parts: tuple[Part, ...] = ()
    languages: frozenset[str] = frozenset()
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def models_folder() -> Path:
    """Return where fetched checkpoints lie: `CAPTIONCHECK_MODELS`, else the user's data folder."""
    own = os.environ.get("CAPTIONCHECK_MODELS")
    if own:
        return Path(own)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local/share") / "captioncheck" / "models"


def locate(name: str) -> Checkpoint:
    """Return the checkpoint of that name; ConfigError when the name cannot be one."""
    if name in PRESETS:
        preset = PRESETS[name]
        folder = models_folder() / name
        return Checkpoint(name, preset.tag, folder, preset.parts, preset.languages, preset.digests)
    scheme, _, rest = name.partition(":")
    if not rest:
        raise UnknownNameError("picture model", name, [*PRESETS, "ARCHITECTURE:TAG", "hf-hub:REPO", "local-dir:FOLDER"])
    if scheme == "local-dir":
        folder = Path(rest).expanduser().absolute()
        return Checkpoint(name, f"local-dir:{folder.name}", folder)
    slug = re.sub(r"[^\w.-]+", "--", rest if scheme == "hf-hub" else name)
    if scheme == "hf-hub":
        repo, _, revision = rest.partition("@")
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", repo):
            raise ConfigError(f"picture model '{name}': give it as hf-hub:OWNER/REPO or hf-hub:OWNER/REPO@REVISION")
        parts = (Part(repo, revision or None, (CONFIG, *WEIGHTS, *_TOKENIZER)),)
        return Checkpoint(name, name, models_folder() / slug, parts)
    # Which repository a tag means only open_clip knows; `fetch` asks it.
    return Checkpoint(name, name, models_folder() / slug, (Part("", None, (CONFIG, *WEIGHTS, *_TOKENIZER)),))


def weights_file(folder: Path) -> Path | None:
    """Return the file with the weights that open_clip would load from a folder, or None."""
    found = [path for pattern in ("*.safetensors", "*.bin", "*.pth") for path in sorted(folder.glob(pattern))]
    known = [path for name in WEIGHTS for path in found if path.name == name]
    return next(iter([*known, *found]), None)


def why_absent(checkpoint: Checkpoint) -> str:
    """Return why a checkpoint cannot be used, with the one command that mends it, or "" when it is here.

    Sizes are compared with those of the fetch; `models verify` compares the digests too.
    """
    from captioncheck.encode.lock import read_lock

    folder = checkpoint.folder
    mend = f"captioncheck models fetch {checkpoint.name}"
    if not folder.is_dir() or not any(folder.iterdir()):
        if not checkpoint.parts:
            return f"picture model '{checkpoint.name}': there is no such folder, or it is empty"
        return f"the picture model '{checkpoint.name}' is not on this machine: {mend}"
    for there, what in ((folder / CONFIG, CONFIG), (weights_file(folder), "weights")):
        if there is None or not there.is_file():
            end = f": {mend}" if checkpoint.parts else f" in {folder}"
            return f"the picture model '{checkpoint.name}' is incomplete, it has no {what}{end}"
    lock = read_lock(folder)
    if lock is None:
        return f"the picture model '{checkpoint.name}' was not fetched to its end: {mend}" if checkpoint.parts else ""
    short = [name for name, file in lock.files.items() if _size(folder / name) != file.size]
    if short:
        return f"the picture model '{checkpoint.name}' is damaged ({short[0]} has another size): {mend}"
    return ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1

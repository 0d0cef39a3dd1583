"""A checkpoint's folder to a model that is ready: its weights or a refusal, in eval mode, without a network.

open_clip has traps here. All loaders but one return a *random* model where weights are missing; models come back in
training mode; text towers of XLM-R and NLLB ask the hub for their configuration even when everything is on the disk.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captioncheck.encode.checkpoints import CONFIG, TEXT, Checkpoint, weights_file, why_absent
from captioncheck.errors import EncoderError, MissingExtraError
from captioncheck.kept import cache_folder, write_whole

if TYPE_CHECKING:
    from PIL.Image import Image

_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loaded:
    """A model in eval mode with its own preprocessing (picture to tensor) and tokenizer (texts to token rows)."""

    model: Any
    transform: Callable[[Image], Any]
    tokenizer: Any
    context: int
    """Tokens that the text tower reads, the marks of beginning and end among them."""
    scale: float
    """What cosines are multiplied with before the loss: the temperature that the checkpoint was trained to."""
    side: int
    """Pixels of the side of a picture as the model sees it."""
    precision: str
    device: str


def load(checkpoint: Checkpoint, precision: str = "fp32") -> Loaded:
    """Load a checkpoint; EncoderError or MissingExtraError says what is missing and which command mends it."""
    absent = why_absent(checkpoint)
    if absent:
        raise EncoderError(absent)
    with offline(), patient(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import open_clip
            import torch
        except ImportError as error:
            raise MissingExtraError("comparing captions with pictures", "clip") from error
        device = "cuda" if torch.cuda.is_available() else "cpu"
        chosen = resolved(precision)
        try:
            config = json.loads((checkpoint.folder / CONFIG).read_text(encoding="utf-8"))["model_cfg"]
            options = _text_options(checkpoint, config)
            if options and chosen == "bf16":
                # open_clip's own mixture leaves a text tower of transformers with two kinds of numbers that do not mix.
                chosen = "pure_bf16"
            model, transform = open_clip.create_model_from_pretrained(
                f"local-dir:{checkpoint.folder}", precision=chosen, device=device, **options
            )
            tokenizer = _tokenizer(checkpoint.folder, config["text_cfg"])
        except Exception as error:
            raise EncoderError(_explained(checkpoint, error)) from error
    model.eval()
    side = model.visual.image_size
    return Loaded(
        model,
        transform,
        tokenizer,
        int(tokenizer.context_length),
        float(model.logit_scale.detach().exp().max()),
        int(max(side) if isinstance(side, tuple | list) else side),
        chosen,
        device,
    )


@contextmanager
def offline() -> Iterator[None]:
    """Keep the hub's client from asking the network, whether it was imported before or not."""
    constants: Any = None
    with suppress(ImportError):
        constants = import_module("huggingface_hub.constants")
    switched = getattr(constants, "HF_HUB_OFFLINE", None)
    if switched is False:
        constants.HF_HUB_OFFLINE = True
    try:
        with _environment(_OFFLINE):
            yield
    finally:
        if switched is False:
            constants.HF_HUB_OFFLINE = False


@contextmanager
def patient() -> Iterator[None]:
    """Let the threads of a torch that is first imported within sleep while they wait for each other.

    By default they wait awake. Where anything else wants the cores, be it our own reading of articles, that took three
    times the processor and twice the time (measured on two busy cores, 2026-11). What the user has set, stays.
    """
    asked = any(name in os.environ for name in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME"))
    with _environment({} if asked else {"OMP_WAIT_POLICY": "PASSIVE"}):
        yield


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def resolved(precision: str) -> str:
    """Return "fp32" or "bf16"; for "auto" what was measured on this machine with this torch, once and for all."""
    if precision != "auto":
        return precision
    try:
        machine = f"{version('torch')}-{platform.machine()}-{platform.node()}"
    except PackageNotFoundError:
        return "fp32"
    kept = cache_folder() / f"precision-{sha256(machine.encode()).hexdigest()[:16]}.txt"
    try:
        known = kept.read_text(encoding="ascii")
    except (OSError, ValueError):
        known = ""
    if known in ("fp32", "bf16"):
        _log.info("picture model: using %s, as was measured here before", known)
    else:
        known = faster_precision()
        write_whole(kept, lambda stream: stream.write(known.encode()))
    return known


def faster_precision() -> str:
    """Return "bf16" where a third of a second of measuring says that this processor is faster in it, else "fp32"."""
    with patient():
        import torch

    kinds = {"fp32": torch.float32, "bf16": torch.bfloat16}
    with torch.inference_mode():
        counts = {}
        for name, kind in kinds.items():
            left, right = torch.ones(256, 768, dtype=kind), torch.ones(768, 3072, dtype=kind)
            torch.mm(left, right)
            end, counts[name] = time.perf_counter() + 0.15, 0
            while time.perf_counter() < end:
                torch.mm(left, right)
                counts[name] += 1
    # Half the gain is lost around the products, so it must be large to be worth other digits.
    best = "bf16" if counts["bf16"] > 1.5 * counts["fp32"] else "fp32"
    _log.info("picture model: %d products in bf16 while %d in fp32: using %s", counts["bf16"], counts["fp32"], best)
    return best


def _text_options(checkpoint: Checkpoint, config: dict[str, Any]) -> dict[str, Any]:
    """Return the options that keep a text tower of transformers on this disk, with the checkpoint's own weights."""
    text = config["text_cfg"]
    if "hf_model_name" not in text:
        return {}
    return {"text_cfg": {**text, "hf_model_name": str(_text_folder(checkpoint.folder)), "hf_model_pretrained": False}}


def _text_folder(folder: Path) -> Path:
    own = folder / TEXT
    return (own if own.is_dir() else folder).absolute()


def _tokenizer(folder: Path, text: dict[str, Any]) -> Any:
    from open_clip.tokenizer import DEFAULT_CONTEXT_LENGTH, HFTokenizer, SimpleTokenizer

    context = text.get("context_length", DEFAULT_CONTEXT_LENGTH)
    options = text.get("tokenizer_kwargs", {})
    if not text.get("hf_tokenizer_name"):
        return SimpleTokenizer(context_length=context, **options)
    mode = text.get("tokenizer_mode")
    return HFTokenizer(str(_text_folder(folder)), context_length=context, tokenizer_mode=mode, **options)


def _explained(checkpoint: Checkpoint, error: Exception) -> str:
    weights = weights_file(checkpoint.folder)
    mend = f"captioncheck models verify {checkpoint.name}"
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    name = weights.name if weights else "its weights"
    return f"the picture model '{checkpoint.name}' cannot be loaded from {name} ({first[:200]}); {mend}"

"""A small CLIP of our own, trained in seconds on drawn shapes: what tests see with, since no real weights are here.

It knows six colours, four shapes and where they stand, and nothing of the world. It is made once a test session.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from captioncheck.encode.checkpoints import CONFIG
from captioncheck.encode.probe import draw

COLOURS = {
    "red": "#d62728",
    "green": "#2ca02c",
    "blue": "#1f4fd6",
    "yellow": "#f2d31b",
    "black": "#101010",
    "white": "#ffffff",
}
SHAPES = ("circle", "square", "triangle", "star")
PLACES = {"": (0.5, 0.5), "in the upper left": (0.3, 0.3), "in the lower right": (0.7, 0.7)}
PATTERNS = (
    "a {colour} {shape} on a {background} background {place}",
    "a drawing of a {colour} {shape} on a {background} background {place}",
    "{colour} {shape}, {background} ground {place}",
    "The {shape} that is seen {place} is {colour} and stands on {background} paper.",
)
MODEL = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "head_width": 16, "patch_size": 8},
    "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}
PREPROCESS = {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25], "interpolation": "bilinear", "resize_mode": "squash"}


def scene(dice: random.Random) -> dict[str, str]:
    colour, background = dice.sample(sorted(COLOURS), 2)
    return {
        "colour": colour,
        "background": background,
        "shape": dice.choice(SHAPES),
        "place": dice.choice(["", *PLACES]),
    }


def picture(what: dict[str, str], dice: random.Random, side: int = 64):
    x, y = PLACES[what["place"]]
    middle = (x + dice.uniform(-0.06, 0.06), y + dice.uniform(-0.06, 0.06))
    radius = dice.uniform(0.2, 0.3) if what["place"] else dice.uniform(0.25, 0.4)
    pair = COLOURS[what["colour"]], COLOURS[what["background"]]
    return draw(what["shape"], *pair, side=side, middle=middle, radius=radius)


def caption(what: dict[str, str], dice: random.Random) -> str:
    return " ".join(dice.choice(PATTERNS).format(**what).split())


def write_config(folder: Path, model: dict = MODEL) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    document = {"model_cfg": model, "preprocess_cfg": PREPROCESS}
    (folder / CONFIG).write_text(json.dumps(document), encoding="utf-8")


def make_random(folder: Path, seed: int = 1) -> Path:
    """Write a checkpoint with random weights."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(seed)
    write_config(folder)
    model = open_clip.CLIP(**MODEL)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, folder / "open_clip_model.safetensors")
    return folder


def train(folder: Path, steps: int = 450, batch: int = 64, seed: int = 7) -> Path:
    """Train the small CLIP and write it as a local-dir checkpoint.

    The stock vocabulary has 49,408 rows, of which these captions use fifty: it is trained on those alone, in the same
    order, and put back into a whole table.
    """
    import numpy as np
    import open_clip
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    dice = random.Random(seed)
    write_config(folder)
    whole = open_clip.CLIP(**MODEL)
    scenes = [scene(dice) for _ in range(1500)]
    drawn = np.stack([np.asarray(picture(what, dice, 128).reduce(4)) for what in scenes])
    mean, std = torch.tensor(PREPROCESS["mean"]).view(3, 1, 1), torch.tensor(PREPROCESS["std"]).view(3, 1, 1)
    pixels = (torch.from_numpy(drawn).permute(0, 3, 1, 2).float() / 255 - mean) / std
    tokens = open_clip.get_tokenizer(f"local-dir:{folder}")([caption(what, dice) for what in scenes])
    used = tokens.unique()
    rows = torch.searchsorted(used, tokens)
    model = open_clip.CLIP(**{**MODEL, "text_cfg": {**MODEL["text_cfg"], "vocab_size": len(used)}})
    model.train()
    kinds = torch.tensor([sorted({str(what) for what in scenes}).index(str(what)) for what in scenes])
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=steps)
    for _ in range(steps):
        chosen = torch.randint(len(scenes), (batch,))
        images = model.encode_image(pixels[chosen], normalize=True)
        words = model.encode_text(rows[chosen], normalize=True)
        logits = model.logit_scale.exp() * images @ words.T
        # Several scenes of a batch are alike; each of them is right.
        same = (kinds[chosen][:, None] == kinds[chosen][None]).float()
        target = same / same.sum(dim=1, keepdim=True)
        loss = -(target * (logits.log_softmax(dim=1) + logits.T.log_softmax(dim=1))).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    state = {name: value for name, value in model.state_dict().items() if name != "token_embedding.weight"}
    whole.load_state_dict(state, strict=False)
    with torch.no_grad():
        whole.token_embedding.weight[used] = model.token_embedding.weight
    save_file({k: v.contiguous() for k, v in whole.state_dict().items()}, folder / "open_clip_model.safetensors")
    return folder


def lead(what: dict[str, str], dice: random.Random) -> str:
    return f"{caption(what, dice)}. {caption(what, dice)}."


def calibrate(folder: Path, seed: int = 11) -> Path:
    """Write the checkpoint's own calibration: measured on drawn pictures, with drawn captions as background."""
    import numpy as np

    from captioncheck.encode.openclip import OpenClipEncoder
    from captioncheck.score.pictures import likeness, load
    from captioncheck.seeing import OWN

    dice = random.Random(seed)
    eyes = OpenClipEncoder(f"local-dir:{folder}")
    others = sorted({caption(scene(dice), dice) for _ in range(120)})
    leads = sorted({lead(scene(dice), dice) for _ in range(120)})
    scenes = [scene(dice) for _ in range(200)]
    pictures = eyes.encode_pictures([picture(what, dice) for what in scenes])
    words, background = eyes.encode_texts([caption(what, dice) for what in scenes]), eyes.encode_texts(others)
    cosines = pictures @ background.T
    spread = np.sqrt((cosines.var(axis=1) + (load().noise / eyes.scale) ** 2) / 2)
    z = ((pictures * words).sum(axis=1) - cosines.mean(axis=1)) / spread
    unit = (1 - likeness(background)) / spread
    expected = float(z.mean() / unit.mean())
    data = {
        "expected": round(expected, 4),
        "match_sd": round(float((z - expected * unit).std()), 4),
        "article_expected": round(expected * 0.8, 4),
        "captions": others,
        "leads": leads,
    }
    (folder / OWN).write_text(json.dumps(data), encoding="utf-8")
    return folder

"""Articles about drawn pictures, for a picture model that knows nothing else."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.encode import drawn

PEOPLE = ("curator", "painter", "director", "collector", "visitor", "restorer", "critic", "neighbour")


def scenes(count: int, seed: int = 5) -> list[dict[str, str]]:
    """Return scenes that differ in the colours of shape and ground."""
    dice = random.Random(seed)
    found: dict[tuple[str, str], dict[str, str]] = {}
    while len(found) < count:
        what = drawn.scene(dice) | {"place": ""}
        found.setdefault((what["colour"], what["background"]), what)
    return list(found.values())


def record(number: int, about: dict[str, str], shown: dict[str, str], image: int) -> dict[str, object]:
    """Return an article about one scene, its caption about another (or the same), its picture a third's."""
    who = PEOPLE[number % len(PEOPLE)]
    said = "a {colour} {shape} on a {background} background".format(**about)
    body = (
        f"{said}. {said}.\n\nThe {who} hung the {about['colour']} {about['shape']} beside the northern entrance last "
        f"winter, where visitors from every district queue; tickets cost eleven euros, and the museum stays open late."
    )
    caption = "a drawing of a {colour} {shape} on a {background} background".format(**shown)
    captions = [{"text": caption, "image": f"{image}.png"}]
    return {"id": f"a{number}", "title": said, "body": body, "lang": "en", "captions": captions}


def gallery(folder: Path, rows: list[tuple[int, int, int]], count: int = 8, name: str = "site.jsonl") -> Path:
    """Write articles as (about, caption, picture), each a scene's number, and all pictures; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    found, dice = scenes(count), random.Random(1)
    for number, what in enumerate(found):
        drawn.picture(what, dice, 200).save(folder / f"{number}.png")
    lines = [json.dumps(record(i, found[a], found[c], p)) for i, (a, c, p) in enumerate(rows)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name

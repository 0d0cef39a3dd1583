"""Night after night, an archive that grows and changes has the rows of one that is scanned anew, byte for byte."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reused import drawn

from captioncheck.cli import main

STRAY = (
    "Players of Real Betis celebrate the opening goal in the derby against Sevilla at the Benito Villamarin stadium."
)
PORT = (
    "Port of Trieste reopens after the storm",
    "The port of Trieste reopened on Thursday after a storm that had closed it for three days, the harbour master "
    "said.\n\nCranes unloaded the container ships that had waited at anchor in the gulf, and trains left for Austria "
    "and Hungary.\n\nThe damage to the northern quay is put at two million euros.",
)
DERBY = (
    "Betis win the Seville derby",
    "Real Betis beat Sevilla 2-1 on Sunday in front of 55,000 spectators at the Benito Villamarin stadium.\n\n"
    "Isco scored the opening goal after ten minutes, and his team celebrated with the supporters.\n\nSevilla "
    "equalised before half time, but Betis scored again in the last minute of the derby.",
)
CRANES = "Cranes unload container ships in the port of Trieste."
LAMPS = "Maria Okafor opens an exhibition of glass lamps in Lyon, France, on {}."
SHOW = ("Glass lamps on show in Lyon", LAMPS.format("3 May") + "\n\nMaria Okafor said that the lamps came from Lyon.")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put an article (a title and a text) with its captions and their pictures."""
    monkeypatch.chdir(tmp_path)
    Path("site").mkdir()

    def put(name: str, article: tuple[str, str], *captions: tuple[str, Image.Image | None]) -> None:
        shown = []
        for number, (text, image) in enumerate(captions):
            shown.append({"text": text, "image": f"{name}-{number}.jpg"})
            if image is not None:
                image.save(f"site/{name}-{number}.jpg", quality=85)
        row = {"id": name, "title": article[0], "body": article[1], "lang": "en", "captions": shown}
        Path(f"site/{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    return put


def scanned(out: str, *more: str) -> bytes:
    assert main(["scan", "site", "--out", out, "--fast", "--jobs", "1", "--fail-on", "never", "--quiet", *more]) in (
        0,
        2,
    )
    return Path(out).read_bytes()


def night() -> dict[str, set[str]]:
    """Bring the results up to date, hold them against those of a scan anew, return the codes found on each article."""
    updated = scanned("r.jsonl", "--update")
    assert updated == scanned("anew.jsonl", "--restart")
    assert updated == scanned("r.jsonl", "--update")
    found = {}
    for row in map(json.loads, updated.splitlines()):
        rules = [*row.get("findings", ()), *(rule for one in row.get("captions", ()) for rule in one["rules"])]
        found[row["record"]] = {rule["code"] for rule in rules if rule["code"].startswith("CC3")}
    return found


def test_what_comes_changes_and_goes(site: Callable[..., None]) -> None:
    rng = random.Random(3)
    lamps, others = drawn(rng), [drawn(rng) for _ in range(6)]
    part = lamps.crop((20, 30, lamps.width - 40, lamps.height - 20))
    site("port", PORT, (STRAY, others[0]), (CRANES, others[1]))
    site("show-2014", SHOW, (LAMPS.format("3 May 2014"), lamps))
    site("quay", PORT, (CRANES, others[2]))
    none: set[str] = set()
    assert night() == {"port": none, "quay": none, "show-2014": none}

    site("derby", DERBY)
    site("show-2022", SHOW, (LAMPS.format("9 June 2022"), part))
    shown = {"show-2014": {"CC302"}, "show-2022": {"CC302"}}
    assert night() == {"port": {"CC301"}, "derby": none, "quay": none, **shown}

    site("show-2022", SHOW, (LAMPS.format("9 June 2022"), others[3]))  # another picture
    site("derby", PORT)  # another text
    assert set().union(*night().values()) == none

    site("derby-2", DERBY, (STRAY, None))
    site("show-2018", SHOW, (LAMPS.format("1 May 2018"), part.resize((300, 200))), (CRANES, others[1]))
    Path("site/show-2014.jsonl").unlink()
    assert night()["port"] == {"CC301"}

    site("show-2014", SHOW, (LAMPS.format("3 May 2014"), lamps))
    site("show-2022", SHOW, (LAMPS.format("10 June 2022"), part))
    Path("site/derby-2.jsonl").unlink()
    found = night()
    assert all("CC302" in found[name] for name in ("show-2014", "show-2018", "show-2022"))
    assert found["port"] == none

    for path in Path("site").glob("show-*"):
        path.unlink()
    assert night() == {"port": none, "derby": none, "quay": none}

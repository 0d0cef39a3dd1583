"""Floors on real pages, which are no part of this repository: found beside it or by CAPTIONCHECK_SHARED."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.extract.reading import read_article

SHARED = Path(os.environ.get("CAPTIONCHECK_SHARED") or Path(__file__).parents[3] / "shared")
PAGES = SHARED / "data" / "html"
FLOORS = {"precision": 0.94, "recall": 0.96}


@pytest.mark.skipif(not PAGES.is_dir(), reason=f"no pages at {PAGES}: the floors on real pages are NOT checked")
def test_captions_of_real_pages(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    with results.open("w") as stream:
        for path in sorted(PAGES.glob("*.html.gz")):
            article = read_article(path.read_bytes(), path.name)
            captions = [{"text": caption.text} for caption in article.captions]
            stream.write(json.dumps({"path": path.name, "captions": captions}) + "\n")
    command = [sys.executable, str(SHARED / "eval" / "extraction.py"), str(PAGES), str(results), "--json"]
    rates = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["all"]
    assert {name: rates[name] for name, floor in FLOORS.items() if rates[name] < floor} == {}

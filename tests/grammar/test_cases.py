"""Every case of `cases/*.toml`: a caption in, the named parts out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from captioncheck.grammar.caption import parse_caption

CASES = Path(__file__).parent / "cases"


def load(*names: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{name}: {case['text'][:40]}")
        for name in names
        for case in tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", load("must_not_fire"))
def test_must_not_fire(case: dict[str, Any]) -> None:
    parts = parse_caption(case["text"], case.get("language"), case.get("published"))
    for part in case["absent"]:
        assert not getattr(parts, part), f"{part}: {getattr(parts, part)}"


@pytest.mark.parametrize("case", load(*(path.stem for path in sorted(CASES.glob("*.toml")) if "must" not in path.stem)))
def test_parts(case: dict[str, Any]) -> None:
    parts = parse_caption(case["text"], case.get("language"), case.get("published"))
    found: dict[str, Any] = {
        "description": parts.description,
        "credit": parts.credit,
        "agency": parts.agency,
        "date": parts.date,
        "places": sorted({place.country for place in parts.places}),
        "people": list(parts.people),
        "markers": list(parts.markers),
    }
    wanted = {key: value for key, value in case.items() if key in found}
    if "places" in wanted:
        wanted["places"] = sorted(wanted["places"])
    assert {key: found[key] for key in wanted} == wanted

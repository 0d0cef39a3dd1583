#!/usr/bin/env python3
"""Draw the README's picture of the output, `fixtures/output.svg`, from a real run over a fixture."""

from __future__ import annotations

from pathlib import Path

from captioncheck import check
from captioncheck.report.figure import render_svg

ROOT = Path(__file__).parent.parent
ARTICLE = "fixtures/articles/fr-wrong.txt"


def main() -> None:
    """Run."""
    svg = render_svg(check(str(ROOT / ARTICLE)), width=96, title=f"captioncheck {Path(ARTICLE).name}")
    (ROOT / "fixtures/output.svg").write_text(svg.replace(str(ROOT) + "/", ""), encoding="utf-8")


if __name__ == "__main__":
    main()

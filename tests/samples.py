"""Results in several languages and scripts, as a whole run would give them. All texts are invented."""

# ruff: noqa: E501

from captioncheck.datatypes import (
    Evidence,
    Location,
    Nearest,
    PhotoDate,
    PhotoMetadata,
    PhotoText,
    Place,
    Result,
    Skipped,
    Status,
    Unchecked,
    Witness,
)
from tests.fakes import checked, error, good, note, warning


def results() -> list[Result]:
    """Articles in six languages and scripts, with every verdict and every kind of input that gave none."""
    return [
        checked(
            "harbour.txt",
            "Le port de Trieste rouvre après la tempête et les premiers cargos accostent avant la nuit",
            error(
                "Sen. Dana Whitlock (R-OH) (L) and Gov. Theo Marsh shake hands after the debate on farm subsidies, "
                "on the steps of the Ohio Statehouse on March 08, 2019 in Columbus, Ohio, before a crowd of farmers. "
                "(Agency photo)",
                line=5,
                fit=0.0026,
                parts={
                    "description": "Sen. Dana Whitlock (R-OH) (L) and Gov. Theo Marsh shake hands after the debate on "
                    "farm subsidies, on the steps of the Ohio Statehouse on March 08, 2019 in Columbus, Ohio, before "
                    "a crowd of farmers.",
                    "credit": "Agency photo",
                    "date": "2019-03-08",
                    "date_text": "March 08, 2019",
                    "people": ("Dana Whitlock", "Theo Marsh"),
                    "places": (Place("Columbus", "US"), Place("Ohio", "US", "region")),
                },
                rules=(
                    Evidence(
                        "CC101",
                        "subject",
                        "about something else: even the closest passage (line 9) is only 8 % alike",
                        0.08,
                    ),
                    Evidence(
                        "CC103",
                        "names",
                        "Dana Whitlock, Theo Marsh: the article mentions neither",
                        0.0,
                        ("Dana Whitlock", "Theo Marsh"),
                    ),
                    Evidence(
                        "CC102",
                        "places",
                        "United States (Columbus, Ohio); the article is about Italy and Slovenia",
                        0.02,
                        ("Columbus",),
                    ),
                    Evidence("CC104", "date", "8 March 2019, 34 months before the article", 34.0, ("March 08, 2019",)),
                ),
                nearest=(
                    Nearest(
                        "Les remorqueurs ont guidé quatre cargos jusqu'au quai nord après le débat au conseil portuaire, devant une foule de dockers venus de toute la région et de la Slovénie voisine.",
                        9,
                        0.081,
                    ),
                    Nearest("La capitainerie estime les dégâts à deux millions d'euros.", 13, 0.0412),
                ),
                witnesses=(
                    Witness("meaning", -2.31, -3.42, "best passage line 9"),
                    Witness("words", -1.8, -1.93),
                    Witness("names", -1.0, -0.62),
                    Witness("places", -0.7, -0.41),
                    Witness("dates", 0.0, 0.02),
                ),
                unchecked=(Unchecked("CC201", "no picture given"), Unchecked("CC202", "no picture given")),
            ),
            good(
                "Des grues immobiles sur le quai nord du port de Trieste, que la tempête a fermé durant trois jours entiers.",
                line=6,
                language="fr",
                parts={"credit": "Bora Press / L. Furlan"},
            ),
            language="fr",
            published="2022-01-10",
        ),
        checked(
            "stadt/hochwasser.html",
            "Hochwasser: Passau räumt die Altstadt",
            note(
                "Symbolbild",
                line=12,
                column=9,
                language="de",
                picture="bilder/1.jpg",
                reason='says too little to tell: only "Symbolbild"',
            ),
            warning(
                "Feuerwehrleute löschen einen Waldbrand bei Lübtheen.",
                line=40,
                column=5,
                language="de",
                confidence=0.71,
                rules=(Evidence("CC102", "places", "Lübtheen; the article is about Passau", 0.1),),
            ),
            language="de",
            published="2024-06",
            notes=("decoded as Latin-1: 3 characters could not be read",),
        ),
        checked(
            "新闻/台风.md",
            "台风登陆前沿海三省转移群众逾十万人,铁路部门停运两百余趟列车",
            error(
                "球迷在体育场外庆祝主队赢得联赛冠军,数千人涌上街头直到深夜才散去,警方在主要路口加派人手维持秩序并提醒市民注意交通安全避免拥挤。",
                line=4,
                language="zh",
                parts={"credit": "新社记者 林晓 摄"},
            ),
            good("渔民把船拖上岸。", line=8, language="zh"),
            language="zh",
            published="2023-07-28",
        ),
        checked(
            "arabic.txt",
            "إعادة فتح ميناء الإسكندرية بعد العاصفة",
            error(
                "لاعبون يحتفلون بالهدف الأول في الملعب الأولمبي بالعاصمة مساء السبت وسط حضور جماهيري كبير",
                line=3,
                language="ar",
            ),
            good("رافعات متوقفة على رصيف الميناء", line=5, language="ar"),
            language="ar",
        ),
        checked(
            "jp.jsonl", "台風が接近", good("港につながれた漁船。", line=2, language="ja"), language="ja", record="a-17"
        ),
        checked("plain.md", "A story without pictures", language="en"),
        checked(
            "desk/ferry.jpg",
            "Ferry leaves",
            note("A ferry leaves Trieste.", picture="desk/ferry.jpg", line=1, reason="no article to compare it with"),
            language="en",
            published="2019-03-08",
            photo=PhotoMetadata(
                captions=(PhotoText("A ferry leaves Trieste.", "IPTC caption", "en"),),
                headline="Ferry leaves",
                credit="North Picture",
                byline="Maria Okafor",
                dates=(PhotoDate("2019-03-08", "IPTC date"),),
                city="Trieste",
                country="Italy",
                country_code="IT",
                people=("Jonas Lindqvist",),
                keywords=("ferry", "sea"),
                gps=(45.65, 13.77),
                gps_place=("Trieste", "IT"),
            ),
        ),
        Skipped(Location("feed.jsonl", 17), "not JSON: expected a comma (column 40)"),
        Skipped(Location("missing.txt"), "no such file or folder"),
        Skipped(Location("out.jsonl"), "an output of this run", Status.SKIPPED),
    ]

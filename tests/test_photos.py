"""CC203 from the file on disk to the verdict, with the bundled encoder. Articles, captions and photos are our own."""

import dataclasses

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Article, Level, Location, Passage, Picture, Verdict
from captioncheck.extract.base import make_caption
from captioncheck.photos import NO_ARTICLE
from captioncheck.pipeline import Checker
from tests.photos import UTF8, alternatives, bag, drawing, exif, gps, iim, jpeg, saved, xmp

FLOOD = (
    "Rescue workers evacuate an elderly woman from her flooded house in Klodzko, Poland, Monday, Sept. 16, 2024. "
    "Days of heavy rain have made the Nysa burst its banks and killed at least five people in the region. "
    "(Photo by Ada Rower/North Picture)"
)
TENNIS = "Bo Idensen of Denmark returns a ball to Cy Halevy during the final of the open in Melbourne, Australia."
RECIPE = "Chocolate cake with raspberries and mint on a wooden table"
STORY = [
    "Firefighters and soldiers brought hundreds of people to safety in southern Poland on Monday after the river Nysa "
    "burst its banks and flooded the old town of Klodzko.",
    "The water reached the first floors of houses. Residents were taken away in boats and helicopters. At least five "
    "people have died since the rain began on Friday, the interior ministry said in Warsaw.",
    "The government declared a state of disaster and promised help. Forecasters expect the flood to reach Wroclaw on "
    "Wednesday, where volunteers fill sandbags along the Oder.",
]
FIELDS = [(90, b"Klodzko"), (100, b"POL"), (101, b"Poland"), (55, b"20240916"), (110, b"North Picture")]


def wire(text, *more, **other):
    return jpeg(iim([(120, text.encode()), *more], UTF8), **other)


PHOTOS = {
    "flood.jpg": wire(FLOOD, *FIELDS),
    "tennis.jpg": wire(TENNIS, (90, b"Melbourne"), (101, b"Australia")),
    "cake.png": saved(drawing(), "PNG", exif=exif(ImageDescription=RECIPE).tobytes()),
    "camera.jpg": jpeg(exif=exif(ImageDescription="OLYMPUS DIGITAL CAMERA", DateTimeOriginal="2000:01:01 00:00:00")),
    "credit.jpg": jpeg(iim([(120, b"(Photo by Ada Rower/North Picture)"), (110, b"North Picture")])),
    "bare.gif": saved(drawing(mode="P"), "GIF"),
    "sydney.jpg": jpeg(exif=exif(GPS=gps(-33.8688, 151.2093))),
    "fields.jpg": jpeg(iim(FIELDS)),
    "stock.jpg": wire("Portrait of a smiling man in a blue shirt"),
    "languages.jpg": jpeg(packet=xmp(alternatives("dc:description", x_default=FLOOD, pl="Ewakuacja w Kłodzku"))),
    "people.jpg": jpeg(packet=xmp(bag("Iptc4xmpExt:PersonInImage", "Dee Marlowe"))),
    "cut.jpg": wire(FLOOD)[:40],
}


@pytest.fixture(scope="module")
def checker(tmp_path_factory):
    folder = tmp_path_factory.mktemp("photos")
    for name, data in PHOTOS.items():
        (folder / name).write_bytes(data)
    return Checker(Settings(), roots=[folder]), folder


def judged(checker, text, photo, *, language="en", published="2024-09-17", story=STORY, **more):
    made, folder = checker
    picture = Picture(str(folder / photo)) if photo else None
    where = Location(str(folder / "story.html"))
    caption = make_caption(text, where, language=language, published=published, picture=picture, **more)
    passages = tuple(Passage(row, line) for line, row in enumerate(story, 2))
    headline = "Flood in southern Poland: hundreds brought to safety" if story else ""
    article = Article(where, headline, passages, (caption,), published, "en" if story else None)
    (judgement,) = made.check_article(article).judgements
    rule = next((one for one in judgement.rules if one.code == "CC203"), None)
    reason = next((one.reason for one in judgement.unchecked if one.code == "CC203"), "")
    return judgement, rule, reason


SILENT = [
    ("the same words", FLOOD, "flood.jpg"),
    ("shortened", "An elderly woman is taken from her flooded house in Klodzko.", "flood.jpg"),
    ("edited", "A woman being rescued from the floods in Klodzko on Monday. Photograph: Ada Rower", "flood.jpg"),
    ("in capitals", "RESCUE WORKERS EVACUATE A WOMAN FROM HER FLOODED HOUSE", "flood.jpg"),
    ("de", "Rettungskräfte bringen eine ältere Frau aus ihrem überfluteten Haus in Glatz.", "flood.jpg"),
    ("fr", "Des secouristes évacuent une femme âgée de sa maison inondée à Klodzko, en Pologne.", "flood.jpg"),
    ("es", "Los equipos de rescate evacúan a una anciana de su casa inundada en Klodzko.", "flood.jpg"),
    ("pl", "Ratownicy ewakuują starszą kobietę z zalanego domu w Kłodzku.", "flood.jpg"),
    ("ru", "Спасатели эвакуируют пожилую женщину из затопленного дома в городе Клодзко.", "flood.jpg"),
    ("ja", "浸水した家から高齢の女性を避難させる救助隊員、ポーランド南部クウォツコ。", "flood.jpg"),
    ("zh", "救援人员在波兰克沃兹科将一名老年妇女从被淹的房屋中撤离。", "flood.jpg"),
    ("one of several languages", "Rescuers evacuate a woman from a flooded house.", "languages.jpg"),
    ("another day, as an archive picture", "File: A woman is evacuated in Klodzko, July 1997.", "flood.jpg"),
    ("a day later", "A woman is evacuated from her house in Klodzko, Sept. 17, 2024.", "flood.jpg"),
    ("an editor's line under a stock photo", "Floods can ruin a family's savings within hours.", "stock.jpg"),
    ("an editor's line under the right photo", "Many in the region have lost everything they owned.", "flood.jpg"),
    ("places alone, and they agree", "Rescuers in the old town of Wroclaw, Poland.", "fields.jpg"),
]
UNCHECKED = [
    ("no picture", FLOOD, None, "no picture given"),
    ("nothing in it", FLOOD, "bare.gif", "carries no caption, date or place"),
    ("a camera's words", "Soldiers fill sandbags along the Oder.", "camera.jpg", "says nothing that could be compared"),
    ("only a credit", FLOOD, "credit.jpg", "says nothing that could be compared"),
    ("too little said", "Klodzko", "flood.jpg", "says too little to be compared"),
    ("no file", FLOOD, "gone.jpg", "no such file"),
    ("half a file", FLOOD, "cut.jpg", "cut.jpg is"),
    ("outside", FLOOD, "../secret.jpg", "outside the article's folder"),
]
FIRED = [
    ("another subject and place", TENNIS, "flood.jpg", Level.ERROR, ("Poland", "Australia")),
    ("another picture under a right caption", FLOOD, "tennis.jpg", Level.WARNING, ("Bo Idensen",)),
    ("nothing in common", "Volunteers fill sandbags with shovels along the river.", "tennis.jpg", Level.WARNING,
     ("something else", TENNIS[:40])),
    ("GPS", "Soldiers fill sandbags in Wroclaw, Poland.", "sydney.jpg", Level.WARNING, ("Sydney", "Poland")),
    ("another place in the same words", FLOOD.replace("Klodzko, Poland", "Usti nad Labem, Czech Republic"), "flood.jpg",
     Level.WARNING, ("same words", "Poland", "Czech")),
    ("another date in the same words", FLOOD.replace("Sept. 16, 2024", "July 8, 1997"), "flood.jpg",
     Level.WARNING, ("same words", "16 September 2024", "8 July 1997")),
    ("another language", "Bo Idensen aus Dänemark im Endspiel von Melbourne, Australien", "flood.jpg",
     Level.ERROR, ("Poland",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "photo"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_captions_of_the_photo_are_let_be(checker, text, photo):
    judgement, rule, reason = judged(checker, text, photo)
    assert rule is None, rule.message
    assert reason == ""
    assert judgement.level is not Level.ERROR


@pytest.mark.parametrize(("text", "photo", "said"), [row[1:] for row in UNCHECKED], ids=[row[0] for row in UNCHECKED])
def test_what_cannot_be_compared_says_why(checker, text, photo, said):
    _, rule, reason = judged(checker, text, photo)
    assert rule is None
    assert said in reason


@pytest.mark.parametrize(("text", "photo", "level", "said"), [row[1:] for row in FIRED], ids=[row[0] for row in FIRED])
def test_contradictions_are_flagged(checker, text, photo, level, said):
    judgement, rule, reason = judged(checker, text, photo)
    assert rule is not None, reason
    assert judgement.verdict is Verdict.MISMATCH
    for words in said:
        assert words in rule.message
    without, _, _ = judged(checker, text, None)
    assert judgement.fit < without.fit
    assert judgement.level is max(level, without.level, key=lambda one: one.rank)


def test_a_caption_that_fits_the_article_is_still_flagged_under_another_photo(checker):
    without, _, _ = judged(checker, FLOOD, None)
    assert without.verdict is Verdict.CONSISTENT
    judgement, rule, _ = judged(checker, FLOOD, "tennis.jpg")
    assert rule.code == "CC203"
    assert (judgement.verdict, judgement.level) == (Verdict.MISMATCH, Level.WARNING)
    assert judgement.rules == (rule,)
    assert rule.evidence == (TENNIS,)


def test_without_an_article_the_two_captions_are_all_there_is(checker):
    for text, photo, fires in ((FLOOD, "flood.jpg", False), (RECIPE, "flood.jpg", True), (FLOOD, "cake.png", True)):
        judgement, rule, _ = judged(checker, text, photo, story=[], language=None, published=None)
        assert bool(rule) is fires
        assert judgement.level is (Level.WARNING if fires else Level.NOTE)


def test_what_may_be_no_caption_is_never_an_error(checker):
    judgement, rule, _ = judged(checker, "Bo Idensen plays tennis in Melbourne, Australia", "flood.jpg", confidence=0.3)
    assert rule is not None
    assert judgement.level is Level.WARNING


def test_a_photo_by_itself_is_shown_and_not_judged(checker):
    made, folder = checker
    from captioncheck.extract.base import Source

    source = Source(str(folder / "flood.jpg"), lambda: (folder / "flood.jpg").open("rb"))
    (result,) = made.check([source])
    assert result.article.photo.city == "Klodzko"
    (judgement,) = result.judgements
    assert (judgement.verdict, judgement.level, judgement.fit) == (Verdict.UNVERIFIABLE, Level.NOTE, 0.5)
    assert judgement.reason == NO_ARTICLE
    assert {one.code for one in judgement.unchecked} >= {"CC101", "CC102", "CC103", "CC104", "CC203"}


def test_a_photo_keeps_its_own_picture_when_another_is_given(checker):
    from captioncheck.extract.base import Source

    folder = checker[1]
    source = Source(str(folder / "flood.jpg"), lambda: (folder / "flood.jpg").open("rb"))
    (result,) = Checker(Settings(image=str(folder / "cake.png"))).check([source])
    assert result.judgements[0].caption.picture.reference == str(folder / "flood.jpg")


def test_a_given_picture_is_compared_with_every_caption(checker):
    folder = checker[1]
    made = Checker(Settings(image=str(folder / "tennis.jpg")))
    where = Location(str(folder / "story.html"))
    captions = tuple(make_caption(text, where, language="en", published=None) for text in (FLOOD, TENNIS))
    article = Article(where, "Flood", tuple(map(Passage, STORY)), captions, None, "en")
    from captioncheck.pictures.unchecked import with_image

    first, second = made.check_article(with_image(article, made.settings)).judgements
    assert "CC203" in {rule.code for rule in first.rules}
    assert "CC203" not in {rule.code for rule in second.rules}
    assert dataclasses.replace(article) == article

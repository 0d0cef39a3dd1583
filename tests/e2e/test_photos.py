"""Photos and what they say of themselves, on the command line; and real press photos where they are at hand."""

import json

import pytest

from tests.e2e.running import SHARED, run
from tests.photos import UTF8, iim, jpeg

REAL = SHARED / "data" / "photos"
FLOOD = "Rescue workers evacuate a woman from her flooded house in Klodzko, Poland, Monday, Sept. 16, 2024."
TENNIS = "Maria Okafor of Nigeria returns a ball to Laura Bianchi during the final of the open in Melbourne, Australia."
BODY = (
    "<p>Firefighters brought hundreds of people to safety in southern Poland on Monday after the river Nysa burst its "
    "banks and flooded the old town of Klodzko.</p><p>Residents were taken away in boats and helicopters. At least "
    "five people have died since the rain began on Friday, the interior ministry in Warsaw said.</p>"
)


def page(*figures):
    shown = "".join(f'<figure><img src="{src}"><figcaption>{text}</figcaption></figure>' for src, text in figures)
    return f"<html lang=en><body><article><h1>Flood in southern Poland</h1>{BODY}{shown}</article></body></html>"


@pytest.fixture
def site(tmp_path):
    for name, text in (("img/flood.jpg", FLOOD), ("img/tennis.jpg", TENNIS), ("elsewhere/tennis.jpg", TENNIS)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(jpeg(iim([(120, text.encode())], UTF8)))
    (tmp_path / "news").mkdir()
    (tmp_path / "news/right.html").write_text(page(("../img/flood.jpg", FLOOD)))
    (tmp_path / "news/wrong.html").write_text(page(("/img/tennis.jpg?w=800", FLOOD)))
    return tmp_path


def rules(caption):
    return [rule["code"] for rule in caption["rules"]]


def reason(caption):
    return next((one["reason"] for one in caption["unchecked"] if one["code"] == "CC203"), None)


def test_a_folder_is_checked_with_its_pictures_and_its_photos_are_no_articles(site):
    done = run(site, "--fail-on", "warning")
    assert [record["path"].rpartition("/")[2] for record in done.records] == ["right.html", "wrong.html"]
    right, wrong = done.captions()
    assert (rules(right), right["verdict"], reason(right)) == ([], "consistent", None)
    assert (rules(wrong), wrong["verdict"], reason(wrong)) == (["CC203"], "mismatch", None)
    assert done.code == 1


def test_an_article_by_itself_reaches_no_further_than_its_folder(site):
    for name in ("right.html", "wrong.html"):
        (caption,) = run(site / "news" / name).captions()
        assert "lies outside the article's folder" in reason(caption)


def test_a_named_photo_may_lie_anywhere(site):
    done = run(site / "news/right.html", site / "img/flood.jpg")
    article, photo = done.records
    assert reason(article["captions"][0]) is None
    assert photo["photo"]["captions"] == [{"text": FLOOD, "field": "IPTC caption", "language": "en"}]


def test_pictures_from_another_folder_by_name(site):
    (caption,) = run(site / "news/wrong.html", "--images", site / "elsewhere").captions()
    assert rules(caption) == ["CC203"]


def test_a_picture_given_for_every_caption(site):
    (caption,) = run(site / "news/right.html", "--image", site / "img/tennis.jpg").captions()
    assert rules(caption) == ["CC203"]
    assert caption["image"].endswith("img/tennis.jpg")


def test_a_photo_by_itself(site):
    done = run(site / "img/flood.jpg")
    (record,) = done.records
    (caption,) = record["captions"]
    assert (caption["text"], caption["verdict"], caption["level"], done.code) == (FLOOD, "unverifiable", "note", 0)
    assert caption["reason"].startswith("no article to compare it with")


def test_remote_pictures_are_never_fetched_unasked(site):
    (site / "news/far.html").write_text(page(("https://pictures.invalid/a.jpg", FLOOD)))
    (caption,) = run(site / "news/far.html").captions()
    assert reason(caption) == "https://pictures.invalid/a.jpg is remote: --fetch-images fetches it"
    (asked,) = run(site / "news/far.html", "--fetch-images").captions()
    assert reason(asked) == "https://pictures.invalid/a.jpg could not be fetched: no such host"
    (local,) = run(site / "news/wrong.html", "--fetch-images").captions()
    assert "lies outside" in reason(local)


def real_rows():
    path = REAL / "photos.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no photos at {REAL}: real press photos are NOT checked")
def test_real_photos_show_their_captions():
    rows = real_rows()
    done = run(*(REAL / row["file"] for row in rows))
    for row, record in zip(rows, done.records, strict=True):
        texts = {caption["text"][:60] for caption in record["captions"]}
        for field in ("iptc", "xmp", "exif"):
            assert field not in row or " ".join(row[field].split())[:60] in texts


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no photos at {REAL}: real press photos are NOT checked")
def test_real_captions_pass_with_their_photo_and_are_flagged_with_another(tmp_path):
    rows = real_rows()
    captions = [row.get("iptc") or row.get("exif") for row in rows]
    records = [
        {"id": f"{i}-{j}", "title": "", "body": "", "captions": [{"text": text, "image": row["file"]}]}
        for i, text in enumerate(captions)
        for j, row in enumerate(rows)
    ]
    listed = tmp_path / "all.jsonl"
    listed.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    done = run(listed, "--images", REAL)
    flagged = {tuple(map(int, record["record"].split("-"))) for record in done.records if rules(record["captions"][0])}
    assert {pair for pair in flagged if pair[0] == pair[1]} == set()
    assert {photo for _, photo in flagged} == set(range(len(rows)))
    assert len(flagged) >= 66, "of 72 swapped pairs"

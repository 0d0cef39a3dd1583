"""What is exported from the review page, and what reads it."""

import base64
import json
import re
from pathlib import Path

from captioncheck.cli import main
from captioncheck.extract.base import key
from tests.e2e.browsing import ODD
from tests.photos import drawing, saved
from tests.report.review.making import document, many

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"


def test_the_exports_are_what_evaluate_and_the_baseline_read(seen, tmp_path):
    seen.press("j", "a", "r", "r", "r", "e")
    seen.click("#baseline")
    seen.click("#labels")
    baseline = json.loads(seen.downloaded("captioncheck-baseline.json"))
    assert (baseline["captioncheck"], baseline["version"]) == ("baseline", 1)
    assert [(row["path"], row["rule"], row["picture"], row["count"]) for row in baseline["findings"]] == [
        ("a.html", "CC101", "a.jpg", 1),
        ("a.html", "CC103", "a.jpg", 1),
        ("b/b.html", "CC401", None, 1),
        ("b/b.html", "CC101", None, 1),
    ]
    labels = [json.loads(line) for line in seen.downloaded("captioncheck-labels.jsonl").strip().split("\n")]
    assert {caption["label"] for row in labels for caption in row["captions"]} == {"belongs", "elsewhere"}


def test_evaluate_takes_an_export(chromium, tmp_path, capfd):
    results = tmp_path / "results.json"
    results.write_text(document(*many(30)))
    assert main(["review", str(results), "--output", str(tmp_path / "page.html")]) == 0
    for old in chromium.downloads.iterdir():
        old.unlink()
    chromium.show(tmp_path / "page.html")
    chromium.press("j", *"arararaaaa", "e")
    chromium.click("#labels")
    labels = chromium.downloaded("captioncheck-labels.jsonl")
    (tmp_path / "labels.jsonl").write_text(labels)
    capfd.readouterr()
    given = [str(tmp_path / "labels.jsonl"), "--results", str(results), "--format", "json"]
    assert main(["evaluate", *given]) == 0
    rates = json.loads(capfd.readouterr().out)
    assert rates["counts"]["captions"] == 10
    assert rates["counts"]["without_result"] == 0


def test_letters_are_those_of_the_baseline(seen):
    for text in ("Straße 5, ΟΔΟΣ οδός!", "ﬁne — Übung_1", "日本語、写真＝13日", "Ｆｕｌｌ width", ODD, "لاعبو النادي"):
        assert seen.js("return letters(arguments[0])", text) == key(text).replace("ς", "σ")


def test_false_alarms_all_rejected_are_the_baseline_that_check_writes(chromium, tmp_path, monkeypatch, capfd):
    drawn = base64.b64encode(saved(drawing((400, 300)), "JPEG")).decode()
    monkeypatch.chdir(tmp_path)
    for language in ("de", "en", "es", "fr", "ru"):
        for ending in ("html", "md", "txt"):
            text = (ARTICLES / f"{language}-wrong.{ending}").read_text(encoding="utf-8")
            text = re.sub(r'(<img[^>]*?src=")[^"]*', rf"\1data:image/jpeg;base64,{drawn}", text, count=1)
            (tmp_path / f"{language}.{ending}").write_text(text, encoding="utf-8")
    given = ["check", ".", "--no-progress", "--fast", "--output", "html=page.out"]
    assert main([*given, "--baseline", "written.json", "--write-baseline"]) == 0
    assert main([*given]) == 1
    (tmp_path / "page.out").rename(tmp_path / "page.html")
    for old in chromium.downloads.iterdir():
        old.unlink()
    chromium.show(tmp_path / "page.html")
    number = int(chromium.js("return shown.length"))
    chromium.press("j", *("r" * number), "e")
    chromium.click("#baseline")
    exported = chromium.downloaded("captioncheck-baseline.json")
    assert exported == (tmp_path / "written.json").read_text(encoding="utf-8")
    (tmp_path / "page.html").unlink()
    (tmp_path / "exported.json").write_text(exported, encoding="utf-8")
    assert main(["check", ".", "--no-progress", "--fast", "--baseline", "exported.json"]) == 0

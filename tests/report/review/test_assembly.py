import base64
import hashlib
import re

import pytest

from tests.report.review.making import article, caption, data_of, page, rule

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script> -->",
    "]]> &lt; &amp; <img src=x onerror=alert(1)>",
    "line\u2028break \u2029 and {{script}} {{data}}",
    "half \udcff of a pair",
    "‮reversed",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_caption_says_stays_data(text):
    one = article("a.html", caption(text, rules=[rule(message=text, evidence=[text])], image=text), headline=text)
    html = page(one, {"path": text, "record": text, "line": 1, "status": "error", "reason": text})
    html = html.encode("utf-8", "backslashreplace").decode()
    assert html.count("<script") == 2
    assert html.count("</script>") == 2
    assert html.count("<!--") == 0
    assert "<img src=x" not in html


def test_the_hostile_text_comes_back_whole():
    for text in HOSTILE:
        assert data_of(page(article("a.html", caption(text))))["findings"][0]["text"] == text


def test_only_the_page_s_own_style_and_script_may_run():
    html = page(article("a.html", caption("A race.")))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'; img-src data:; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        assert f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" in policy


def test_nothing_refers_to_anything_outside_the_file():
    html = page(article("a.html", caption("A race.")))
    assert "http:" not in html
    assert "https:" not in html
    assert re.findall(r"""(?:src|href)=["']([^"'#]+)""", html) == []
    assert " style=" not in html
    assert not re.findall(r"\son\w+=", html)


def test_no_hole_is_left():
    assert "{{" not in page(article("a.html", caption("A race.")))


@pytest.mark.parametrize(
    ("captions", "headline"),
    [
        ([], "No captions flagged in 1 article"),
        ([caption("A quay.", "consistent")], "No captions flagged in 1 article"),
        ([caption("Symbolbild", "unverifiable")], "No captions flagged in 1 article"),
        ([caption("A race.", suppressed=True)], "No captions flagged in 1 article"),
        ([caption("A race.")], "1 caption does not fit its article"),
        ([caption("A race."), caption("A goal.")], "2 captions do not fit their articles"),
    ],
)
def test_the_headline_says_what_was_found(captions, headline):
    html = page(article("a.html", *captions))
    assert f"<h1>{headline}</h1>" in html
    assert f"<title>{headline} · captioncheck</title>" in html


def test_inputs_that_could_not_be_read_are_never_passed_by():
    skipped = {"path": "d.bin", "record": None, "line": 1, "status": "skipped", "reason": "is no article"}
    html = page({**skipped, "path": "c.txt", "status": "error", "reason": "is <empty>"}, skipped)
    assert "1 input could not be read" in html
    assert "<bdi>c.txt</bdi>" in html
    assert "is &lt;empty&gt;" in html
    assert "1 input skipped." in html
    assert '<section id="unread" aria-labelledby="unread-title" class="unread">' in html
    assert 'class="unread" hidden>' in page(article("a.html"))


def test_without_scripts_the_findings_are_a_list():
    plain = re.search(r"<noscript>(.*)</noscript>", page(article("a.html", caption("A <race>."))), re.DOTALL)[1]
    assert "A &lt;race&gt;." in plain
    assert "CC101 subject" in plain
    assert "a.html:5" in plain


def test_the_plain_list_says_what_it_leaves_out():
    html = page(article("a.html", *(caption(f"A race {at}.") for at in range(503))))
    assert "<p>3 more need scripts to be shown.</p>" in html


def test_decisions_belong_to_these_results_whatever_pictures_are_found(tmp_path, monkeypatch):
    from tests.photos import drawing, saved

    monkeypatch.chdir(tmp_path)
    one = article("a.html", caption("A race.", image="a.jpg"))
    without = data_of(page(one))
    (tmp_path / "a.jpg").write_bytes(saved(drawing(), "JPEG"))
    having = data_of(page(one))
    assert without["findings"] != having["findings"]
    assert without["digest"] == having["digest"]
    assert data_of(page(article("a.html", caption("A race!", image="a.jpg"))))["digest"] != having["digest"]

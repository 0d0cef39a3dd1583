"""The case that captioncheck was built for: a French article on Kazakhstan under a picture of the US Capitol.

The text stands beside this repository, not in it; the HTML and Markdown are made of it here.
"""

import html

import pytest

from tests.e2e.running import SHARED, run

CASE = SHARED / "cases" / "kazakhstan.txt"
pytestmark = pytest.mark.skipif(not CASE.is_file(), reason=f"no {CASE}: the case of the Capitol is NOT checked")


def as_text(paragraphs, captions, headline):
    return CASE.read_text(encoding="utf-8")


def as_html(paragraphs, captions, headline):
    figures = [
        f'<figure><img src="{i}.jpg" alt=""><figcaption>{html.escape(text)}</figcaption></figure>'
        for i, text in enumerate(captions)
    ]
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    head = f'<html lang="fr"><head><title>{headline}</title>'
    head += '<meta property="article:published_time" content="2022-01-10T18:00:00+01:00"></head>'
    return f"<!doctype html>{head}<body><article><h1>{headline}</h1>{''.join(figures)}{body}</article></body></html>"


def as_markdown(paragraphs, captions, headline):
    pictures = [f'![]({i}.jpg "{text}")' for i, text in enumerate(captions)]
    return "\n\n".join(["---\ndate: 2022-01-10\nlang: fr\n---", f"# {headline}", *pictures, *paragraphs]) + "\n"


@pytest.mark.parametrize(("make", "name"), [(as_text, "story.txt"), (as_html, "story.html"), (as_markdown, "story.md")])
def test_the_capitol_is_flagged_and_almaty_is_not(tmp_path, make, name):
    lines = [line.strip() for line in CASE.read_text(encoding="utf-8").splitlines() if line.strip()]
    headline = next(line for line in lines if line.startswith("Tension"))
    captions = [line for line in lines if line.startswith(("US Rep.", "Les Troupes"))]
    paragraphs = [line for line in lines[lines.index(captions[-1]) + 1 :] if len(line) > 100]
    story = tmp_path / name
    story.write_text(make(paragraphs, captions, headline), encoding="utf-8")
    done = run(story)
    capitol, almaty = done.captions()
    assert done.code == 1
    assert (capitol["text"], capitol["verdict"], capitol["level"]) == (captions[0], "mismatch", "error")
    assert {rule["code"] for rule in capitol["rules"]} == {"CC101", "CC102", "CC103", "CC104"}
    assert (almaty["text"], almaty["verdict"], almaty["rules"]) == (captions[1], "consistent", [])

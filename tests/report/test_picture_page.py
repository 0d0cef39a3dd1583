import re

from captioncheck.report.picture_page import Fit, PictureView, render
from tests.fakes import checked, error, good

PICTURE = "data:image/jpeg;base64,AAAA"


def view(judgement, heat="data:image/png;base64,BBBB"):
    rivals = (Fit("A dog <on> a beach", 0.3, 2.0), Fit("Ein Hund", 0.2, 1.0))
    return PictureView(judgement, PICTURE, heat, "a note", Fit("its words", 0.25, 1.5), rivals, 1, 100)


def page(*views):
    return render(checked("a.html", "Port & pier <rebuilt>", language="en").article, views, "model@1/2/fp32")


def test_a_page_loads_nothing_and_escapes_what_it_was_given():
    html = page(view(error('A "pier" <script>alert(1)</script>')))
    assert "<script" not in html
    assert "Port &amp; pier &lt;rebuilt&gt;" in html
    assert 'alt="A &quot;pier&quot; &lt;script&gt;' in html
    assert "default-src 'none'" in html
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", html)


def test_captions_stand_in_the_order_of_their_fit():
    html = page(view(good("A pier.")))
    assert html.index("A dog &lt;on&gt; a beach") < html.index("its words") < html.index("Ein Hund")
    assert html.count("class=own") == 1
    assert "better than 99 of 100 other captions" in html


def test_reasons_and_verdict_are_shown():
    html = page(view(error("A pier.")))
    assert 'class="verdict error">mismatch' in html
    assert "<b>CC101 subject</b>" in html


def test_without_a_heat_map_the_reason_stands_there():
    html = page(view(good("A pier."), heat=""))
    assert "checkbox" not in html
    assert "a note" in html
    assert page(view(good("A pier."))).count('type="checkbox"') == 1


def test_a_long_caption_stands_whole_once():
    long = "a pier " * 60 + "end"
    html = page(PictureView(good(long), PICTURE, "", "", Fit(long, 0.25, 1.5), (), 1, 100))
    assert html.count(f'<p class="caption" dir="auto">{long}</p>') == 1
    assert "a pier …</td>" in html


def test_the_scale_has_the_colours_of_the_map():
    assert "linear-gradient(to right, rgb(38, 22, 92), rgb(187, 55, 84), rgb(252, 206, 60))" in page(view(good("x")))

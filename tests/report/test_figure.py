from xml.etree import ElementTree

from captioncheck.report.figure import render_svg
from tests.samples import results


def test_the_picture_is_the_same_every_time_and_loads_nothing():
    first, second = render_svg(results()), render_svg(results())
    assert first == second
    assert "@font-face" not in first
    assert "url(" not in first.replace("url(#", "")


def test_the_picture_is_svg_and_shows_the_verdict():
    root = ElementTree.fromstring(render_svg(results()[:1], width=80, title="captioncheck harbour.txt"))
    text = "".join(root.itertext()).replace("\N{NO-BREAK SPACE}", " ")
    assert root.tag.endswith("svg")
    assert "MISMATCH" in text
    assert "captioncheck harbour.txt" in text

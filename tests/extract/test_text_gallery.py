import pytest

from captioncheck.extract.text_gallery import gallery_lines
from captioncheck.extract.text_lines import split_lines

GALLERY = """Oil lamp This lamp lit the kitchen of a lighthouse keeper until 1931.

Rope ladder The ladder hung from the north window in every storm.

Storm bell Visitors may ring it on the first Sunday of a month.

Log book A keeper wrote down each ship that passed the point.

Brass telescope An uncle of the last keeper brought it home from Lisbon.

Fog horn It could be heard nine miles out on a still night in winter.

Tin plates These plates were left behind when the light was automated."""


def lines(text):
    return split_lines(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(GALLERY.split("\n\n")[:2]),
        "The mayor said on Monday that the bridge would close. The work takes a year.\n\n" * 8,
        "Storm over the bay\n\nThe storm came at night and took the pier with it, said the harbour master.\n\n" * 8,
        "He asked: The bill or the bell? A witness laughed at the old joke from the court.\n\n" * 8,
    ],
    ids=["two are none", "prose", "titles on lines of their own", "sentences within sentences"],
)
def test_no_gallery(text):
    assert gallery_lines(lines(text)) == frozenset()


def test_a_gallery_with_what_it_encloses():
    assert gallery_lines(lines(GALLERY)) == frozenset(range(7))


def test_in_german():
    text = "\n\n".join(
        f"{title} {rest}"
        for title, rest in [
            ("Öllampe", "Die lampe brannte bis 1931 in der Küche des Leuchtturmwärters."),
            ("Strickleiter", "Die Leiter hing bei jedem Sturm vor dem nördlichen Fenster."),
            ("Teller aus Blech", "Diese blieben zurück, als der Leuchtturm automatisiert wurde."),
            ("Fernrohr aus Messing", "Ein entfernter Onkel brachte es aus Lissabon nach Hause mit."),
            ("Das alte Logbuch", "Ein jeder Wärter trug darin die vorbeifahrenden Schiffe ein."),
            ("Nebelhorn von 1902", "Das laute Horn war in stillen Nächten neun Meilen weit zu hören."),
        ]
    )
    assert len(gallery_lines(lines(text))) >= 5

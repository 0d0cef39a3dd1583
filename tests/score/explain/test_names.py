import pytest

from captioncheck.explanation import NameSeen, Where
from captioncheck.score.explain.names import names_seen
from tests.score.stories import article, caption, hear


def seen(person, *passages, language="en", caption_language="en", headline=""):
    story = article(*passages, headline=headline, language=language)
    return names_seen(hear(caption("At the quay", caption_language, people=(person,)), story))


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("Ada Brix", "Nobody is named here."),
        ("Ada Lind", "Ada spoke."),
        ("Владимир Путин", "Путь долгий."),
    ],
)
def test_missing(person, text):
    assert seen(person, text) == (NameSeen(person, False),)


@pytest.mark.parametrize(
    ("person", "text", "how", "form"),
    [
        ("Ada Brix", "Then Ada Brix spoke.", "exact", "Ada Brix"),
        ("Ada Brix", "Then Mrs Brix spoke.", "surname", "Brix"),
        ("Владимир Путин", "Встреча с Путиным в Москве.", "inflected", "Путиным"),
        ("Ada Lindqvist", "Lindqvists Rede war kurz.", "inflected", "Lindqvists"),
        ("习近平", "国家主席习近平出席会议。", "exact", "习近平"),
        ("Maria da Silva", "A senhora Silva falou.", "surname", "Silva"),
    ],
)
def test_found(person, text, how, form):
    assert seen(person, "Nothing yet.", text) == (NameSeen(person, True, how, form, Where(4)),)


def test_found_in_another_script():
    (name,) = seen("Владимир Путин", "Mr Putin spoke in Moscow.", caption_language="ru")
    assert (name.found, name.how, name.text) == (True, "other script", "Putin")


def test_the_headline_has_no_line():
    (name,) = seen("Ada Brix", "Nothing.", headline="Ada Brix resigns")
    assert name.where == Where(1, headline=True)

import pytest

from captioncheck.errors import ConfigError
from captioncheck.evaluation.labels import from_file, from_records
from tests.evaluation.making import record, source


def said(labels, name, text):
    found = labels.of(name, text)
    return found and (found.kind.name, str(found.kind.label), found.language)


def test_labels_in_records():
    labels = from_records(
        source(
            [
                record("a1", {"text": "A pier.", "label": "belongs"}, {"text": "Ein Pferd.", "kind": "same"}),
                record("a2", {"text": "A pier.", "label": "elsewhere", "kind": "wire", "language": "fr"}, "No label."),
            ]
        )
    )
    assert said(labels, "a1", "A pier.") == ("belongs", "belongs", None)
    assert said(labels, "a1", "Ein Pferd.") == ("same", "elsewhere", None)
    assert said(labels, "a2", "A  PIER") == ("wire", "elsewhere", "fr")  # as read: spaces and case are the reader's
    assert said(labels, "a2", "No label.") is None
    assert labels.headlines == {"a1": "Story a1", "a2": "Story a2"}


def test_what_is_no_record_is_left_to_the_reader():
    data = b'\xef\xbb\xbf{"id": "a", "captions": [{"text": "x1", "label": "belongs"}]}\n\nno JSON\n[1]\n'
    labels = from_records(source(data + b'{"id": 7, "captions": "none"}\n{"id": 8, "captions": [3, {"text": 4}]}\n'))
    assert said(labels, "a", "x1") == ("belongs", "belongs", None)
    assert labels.named == {"a"}


def test_a_file_of_labels():
    labels = from_file(
        source({"a": "belongs", "b": "same", "c": ["hard", "de"], "d": {"label": "elsewhere", "kind": "wire"}})
    )
    assert said(labels, "a", "any") == ("belongs", "belongs", None)
    assert said(labels, "b", "any") == ("same", "elsewhere", None)
    assert said(labels, "c", "any") == ("hard", "elsewhere", "de")
    assert said(labels, "d", "any") == ("wire", "elsewhere", None)
    assert said(labels, "e", "any") is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([record("a", {"text": "x", "label": "wrong"})], "line 1: unknown label 'wrong'; it may be belongs, generic"),
        ([record("a", {"text": "x", "kind": "wire"})], "line 1: the kind 'wire' needs a label"),
        ([record("a", {"text": "x", "kind": "own", "label": "elsewhere"})], "of the kind 'own' is belongs, not else"),
        ([record("a", {"text": "x", "label": 1})], "line 1: 'label' must be a string, not 1"),
        ([record("a", "x"), record("a", "y")], "line 2 has the id 'a' of line 1"),
        (
            [record("a", {"text": "One pier.", "label": "belongs"}, {"text": "one pier", "label": "elsewhere"})],
            "the same caption twice, once belongs, once elsewhere",
        ),
    ],
)
def test_labels_that_make_no_sense(rows, why):
    with pytest.raises(ConfigError) as failure:
        from_records(source(rows))
    assert why in str(failure.value)
    assert str(failure.value).startswith("set.jsonl: ")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{broken", "is not JSON"),
        (b"[]", "must be an object"),
        ({"a": 3}, "'a': give a label, a kind, or [kind, language], not 3"),
        ({"a": []}, "'a': give a label"),
        ({"a": ["own", "de", "x"]}, "'a': give a label"),
        ({"a": {}}, "'a': give a label"),
        ({"a": ["wire", "de"]}, "'a': the kind 'wire' needs a label"),
        ({"a": "belong"}, "'a': the kind 'belong' needs a label"),
    ],
)
def test_files_that_are_no_labels(content, why):
    with pytest.raises(ConfigError) as failure:
        from_file(source(content, "labels.json"))
    assert why in str(failure.value)

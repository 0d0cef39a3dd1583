import pytest

from captioncheck.datatypes import Location, Skipped, Status
from captioncheck.errors import ConfigError
from captioncheck.evaluation.judged import joined, of_file, of_results
from captioncheck.evaluation.labels import from_file, from_records
from tests.evaluation.making import record, result, source
from tests.fakes import checked, error, good

LABELS = from_records(
    source(
        [
            record("a1", {"text": "A pier.", "label": "belongs"}, {"text": "A horse.", "label": "elsewhere"}, "Other."),
            record("a2", {"text": "A quay.", "label": "belongs", "language": "fr"}),
        ]
    )
)
RESULTS = [
    result("a1", ("A pier.", "none", 0.9), ("A horse.", "error", 0.01), ("Other.", "note", 0.5), language="en"),
    result("a2", ("A quay.", "warning", 0.2), language="de", headline="The quay"),
]


def test_judgements_find_their_labels():
    sample = joined(of_file(source(RESULTS)), LABELS)
    assert [
        (row.record, row.text, row.kind.name, row.verdict, row.level, row.fit, row.language, row.headline)
        for row in sample.rows
    ] == [
        ("a1", "A pier.", "belongs", "consistent", "none", 0.9, "en", "Story a1"),
        ("a1", "A horse.", "elsewhere", "mismatch", "error", 0.01, "en", "Story a1"),
        ("a2", "A quay.", "belongs", "mismatch", "warning", 0.2, "fr", "The quay"),  # the set's language counts
    ]
    assert (sample.unlabelled, sample.lacking, sample.merged) == (1, (), 0)


def test_a_whole_document_is_read_too():
    assert joined(of_file(source({"schema": "captioncheck/1", "articles": RESULTS})), LABELS) == joined(
        of_file(source(RESULTS)), LABELS
    )


def test_fresh_results_and_stored_ones_are_the_same():
    complaints = []
    results = [
        checked("set.jsonl", "The port", good("A pier.", fit=0.9), error("A horse.", fit=0.01), record="a1"),
        Skipped(Location("set.jsonl", 3), "not JSON"),
        Skipped(Location("out.jsonl"), "an output of this run", Status.SKIPPED),
    ]
    sample = joined(of_results(results, complaints.append), LABELS)
    assert [(row.text, row.kind.name, row.fit) for row in sample.rows] == [
        ("A pier.", "belongs", 0.9),
        ("A horse.", "elsewhere", 0.01),
    ]
    assert complaints == results[1:2]
    assert sample.lacking == ("a2",)


def test_an_article_without_an_id_goes_by_its_path():
    labels = from_records(source([record("site/a  b.html", {"text": "A pier.", "label": "belongs"})]))
    stored = {**result("x", ("A pier.", "none", 0.9)), "record": None, "path": "site/a  b.html"}
    fresh = checked("site/a  b.html", "The port", good("A pier.", fit=0.9))
    for found in (of_file(source([stored])), of_results([fresh], print)):
        assert [row.record for row in joined(found, labels).rows] == ["site/a b.html"]


def test_what_was_read_as_a_repeat_is_counted():
    sample = joined(of_file(source([result("a1", ("A pier.", "none", 0.9)), RESULTS[1]])), LABELS)
    assert sample.merged == 1


def test_labels_by_record_hold_for_every_caption():
    sample = joined(of_file(source(RESULTS[:1])), from_file(source({"a1": ["same", "de"], "a9": "own"})))
    assert {(row.kind.name, row.language) for row in sample.rows} == {("same", "de")}
    assert len(sample.rows) == 3
    assert sample.lacking == ("a9",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ([*RESULTS, RESULTS[0]], "the record 'a1' has two results"),
        ([result("b1", ("A pier.", "none", 0.9))], "no caption has both a label and a judgement"),
        ([{"status": "error", "record": None, "reason": "gone"}], "no caption has both"),
        ([record("a1", "A pier.")], "line 1 is no result of"),
        ([3], "line 1 is no result of"),
        (b"{broken\n", "line 1 is not JSON"),
        ([{**RESULTS[0], "captions": [{"text": "A pier."}]}], "line 1: KeyError('verdict') in a result"),
        ([{**RESULTS[0], "captions": None}], "line 1: TypeError"),
    ],
)
def test_results_that_cannot_be_used(content, why):
    with pytest.raises(ConfigError) as failure:
        joined(of_file(source(content, "results.jsonl")), LABELS)
    assert why in str(failure.value)

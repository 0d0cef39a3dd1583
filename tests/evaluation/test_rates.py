import pytest

from captioncheck.evaluation.document import document
from captioncheck.evaluation.judged import Sample
from captioncheck.evaluation.misses import missed, worst
from captioncheck.evaluation.rates import ENOUGH, REST, evaluate
from tests.evaluation.making import judged


def measured(*rows):
    return evaluate(Sample(rows, 0, (), 0))


def kinds(evaluation):
    return {row.kind.name: row for row in evaluation.kinds}


ROWS = (
    *(judged("own", "none", 0.5 + i / 100) for i in range(8)),
    judged("own", "warning", 0.05),
    judged("own", "error", 0.01),
    judged("own_generic", "note", 0.3),
    *(judged("same", "error", 0.02) for _ in range(3)),
    judged("same", "none", 0.9),
    judged("own_translated", "none", 0.4),
    judged("same_translated", "error", 0.3, "de"),
)


def test_rates_by_kind():
    found = kinds(measured(*ROWS))
    own, same = found["own"], found["same"]
    assert (own.outcomes.n, own.outcomes.flagged.value, own.outcomes.error.value) == (10, 0.2, 0.1)
    assert found["own_generic"].outcomes.unverifiable.value == 1
    assert (same.outcomes.flagged.value, same.outcomes.error.value, same.against) == (0.75, 0.75, 10)
    # .02 lies below 9 of 10 own captions, .9 below none.
    assert same.auc.value == pytest.approx((3 * 9 + 0) / 40)
    assert own.auc is None


def test_a_kind_is_compared_with_the_kind_of_its_table():
    translated = kinds(measured(*ROWS))["same_translated"]
    assert translated.against == 1
    assert translated.auc.value == 1


def test_a_kind_of_ones_own_is_compared_with_all_that_belong():
    wire = kinds(measured(*ROWS, judged("wire", "error", 0.02, label="elsewhere")))["wire"]
    assert wire.against == 11  # own and own_translated; what is generic is not counted


def test_kinds_come_in_the_order_of_their_table():
    more = (judged("wire", "error", 0.02, label="elsewhere"), judged("desk", "none", 0.9, label="belongs"))
    names = [row.kind.name for row in measured(*more, *reversed(ROWS)).kinds]
    assert names == ["own", "own_translated", "own_generic", "desk", "same", "same_translated", "wire"]


def test_a_set_without_captions_from_elsewhere_has_no_areas():
    found = measured(*ROWS[:11])
    assert found.curves == ()
    assert all(row.auc is None for row in found.kinds)
    assert found.languages[0].elsewhere is None


def test_a_set_without_captions_that_belong_has_no_areas():
    found = measured(judged("same", "error", 0.02), judged("same", "none", 0.9))
    assert found.kinds[0].auc is None
    assert found.languages == ()


def test_languages_have_rows_of_their_own_from_a_number_on():
    rows = [judged("own", "none", 0.9, "de") for _ in range(ENOUGH)]
    rows += [judged("own", "none", 0.9, name) for name in ("fr", "it")]
    rows += [judged("same", "error", 0.1, "de"), judged("cross", "error", 0.1, "fr"), judged("hard", "none", 0.9, "de")]
    rows += [judged("own_generic", "error", 0.1, "de")]
    german, rest = measured(*rows).languages
    assert (german.language, german.belongs.n, german.elsewhere.n, german.auc.value) == ("de", ENOUGH, 1, 1)
    assert german.belongs.flagged.value == 0
    assert (rest.language, rest.belongs.n, rest.elsewhere.n) == (REST, 2, 1)


@pytest.mark.parametrize(
    ("kind", "level", "is_missed"),
    [
        ("own", "none", False),
        ("own", "note", False),
        ("own_generic", "note", False),
        ("own_generic", "none", False),
        ("same", "error", False),
        ("same", "warning", False),
        ("own", "warning", True),
        ("own_generic", "warning", True),
        ("same", "note", True),
        ("same", "none", True),
    ],
)
def test_what_is_a_miss(kind, level, is_missed):
    assert missed(judged(kind, level, 0.5)) is is_missed


def test_the_worst_misses_come_first():
    rows = [judged("own", "error", fit, record=str(fit)) for fit in (0.02, 0.01, 0.03)]
    rows += [judged("same", "none", fit, record=str(fit)) for fit in (0.7, 0.9, 0.8)] + [judged("hard", "error", 0.1)]
    found = worst(rows, (row.kind for row in measured(*rows).kinds), 2)
    assert [(kind.name, [row.fit for row in some]) for kind, some in found] == [
        ("own", [0.01, 0.02]),
        ("same", [0.9, 0.8]),
    ]


def test_the_document_says_it_all():
    made = document(measured(*ROWS), 1)
    same = next(row for row in made["kinds"] if row["kind"] == "same")
    assert made["schema"] == "captioncheck-evaluation/1"
    assert made["counts"] == {"captions": 17, "unlabelled": 0, "merged": 0, "without_result": 0}
    assert same["label"] == "elsewhere"
    assert same["auc"]["value"] == 0.675
    assert same["flagged"]["low"] < same["flagged"]["value"] < same["flagged"]["high"]
    assert "auc" not in made["kinds"][0]
    assert [(row["kind"], row["fit"]) for row in made["misses"]] == [("own", 0.01), ("same", 0.9)]
    assert sum(row["n"] for row in made["reliability"]["bins"]) == 17
    assert made["reliability"]["share_that_belongs"] == round(12 / 17, 4)

from captioncheck.evaluation.kinds import Label, kind_of, known_kinds


def test_the_table_holds_together():
    known = known_kinds()
    assert len(known) >= 8
    for kind in known.values():
        assert kind.what
        if kind.against is not None:
            assert kind.label is Label.ELSEWHERE
            assert known[kind.against].label is Label.BELONGS


def test_kinds_of_the_real_pairs():
    labels = {name: str(kind.label) for name, kind in known_kinds().items()}
    assert labels == {
        "own": "belongs",
        "own_translated": "belongs",
        "own_generic": "generic",
        "same": "elsewhere",
        "cross": "elsewhere",
        "hard": "elsewhere",
        "same_translated": "elsewhere",
        "found": "elsewhere",
    }


def test_any_word_may_be_a_kind():
    kind = kind_of("wire", Label.ELSEWHERE)
    assert (kind.name, kind.against, kind.by_language) == ("wire", None, True)
    assert kind_of("same", Label.ELSEWHERE) is known_kinds()["same"]

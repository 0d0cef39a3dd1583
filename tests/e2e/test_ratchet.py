"""The ratchet: no figure on our own evaluation set may fall below the floor pinned in `fixtures/eval/floors.toml`."""

import sys

import pytest
from eval_set import LABELS, digest, records
from ratchet import BETTER, compare, judge, read_floors

PINNED = read_floors()
ROWS = records()


@pytest.fixture(scope="module")
def changes():
    return compare(PINNED, judge(ROWS))


def test_the_set_is_the_one_that_was_pinned():
    assert digest(ROWS) == PINNED.digest, "fixtures/eval has changed: run `make pin`"


@pytest.mark.parametrize(("kind", "label"), LABELS.items())
def test_every_figure_has_a_floor(kind, label):
    assert set(BETTER[label]) <= set(PINNED.figures[kind])


@pytest.mark.parametrize("kind", LABELS)
def test_nothing_falls_below_its_floor(changes, kind, capsys):
    falls, rises = ([str(change) for change in some if change.kind == kind] for some in changes)
    with capsys.disabled():
        for rise in rises:
            sys.stdout.write(f"\nraise the floor (`make pin`): {rise}\n")
    assert not falls, "\n" + "\n".join(falls)

import numpy as np
import pytest

from captioncheck.encode.probe import COLOURS, SHAPES, Probe, draw, probe


@pytest.mark.parametrize("probe", [Probe(8, 16, 0.84), Probe(7, 16, 0.99), Probe(1, 16, 0.5)])
def test_what_does_not_see_fails(probe):
    assert not probe.passed


def test_what_sees_passes():
    assert Probe(8, 16, 0.85).passed


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_are_drawn_and_differ(shape):
    picture = np.asarray(draw(shape, "#d62728", "white", side=64))
    assert (picture == 255).all(axis=2).any()
    assert not (picture == 255).all()
    others = [np.asarray(draw(other, "#d62728", "white", side=64)) for other in SHAPES if other != shape]
    assert all((picture != other).any() for other in others)


class Oracle:
    """Knows what it drew: a row a kind; `blind` ones see the same in every picture."""

    def __init__(self, blind=False):
        self.blind = blind

    def encode_pictures(self, pictures):
        size = len(SHAPES) * len(COLOURS)
        return np.full((size, size), 0.25, dtype=np.float32) if self.blind else np.eye(size, dtype=np.float32)

    def encode_texts(self, texts):
        return np.eye(len(texts), dtype=np.float32)


def test_an_oracle_gets_all_and_the_blind_none():
    assert probe(Oracle()) == Probe(16, 16, 1.0)
    assert probe(Oracle(blind=True)) == Probe(0, 16, 0.5)

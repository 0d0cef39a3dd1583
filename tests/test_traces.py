"""A trace comes back from its bytes as it was; what is none is refused."""

import pytest

from captioncheck.traces import PictureTrace, Trace

TRACES = [
    Trace(),
    Trace((b"\x01\x80", b"\x7f\x00"), b"abcdefgh", ((0, b"\x01\x02"), (7, b"\x03\x04"))),
    Trace(pictures=(PictureTrace(2, b"d" * 16, (b"h" * 8, b"i" * 8), "photos/é\udcff.jpg", 640, 480), PictureTrace(0))),
]


@pytest.mark.parametrize("trace", TRACES)
def test_it_comes_back(trace):
    assert Trace.from_bytes(trace.to_bytes()) == trace


def test_no_bytes_are_an_empty_one():
    assert Trace.from_bytes(b"") == Trace()


@pytest.mark.parametrize("cut", range(1, 30, 3))
def test_a_cut_one_is_refused(cut):
    with pytest.raises(ValueError):
        Trace.from_bytes(TRACES[1].to_bytes()[:-cut])

import contextlib
import signal

import pytest

from captioncheck.cli.interrupt import remembered


def test_nothing_came():
    with remembered() as interrupt:
        interrupt()


def test_an_interrupt_that_a_library_swallows_is_raised_again():
    with remembered() as interrupt:
        with contextlib.suppress(BaseException):  # as the library's bare except does
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupt()


def test_the_handler_before_is_put_back():
    before = signal.getsignal(signal.SIGINT)
    with remembered():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before

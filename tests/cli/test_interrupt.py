import contextlib
import signal

import pytest

from captioncheck.cli.interrupt import held, remembered


def test_nothing_came():
    with remembered() as interrupt:
        interrupt()


def test_an_interrupt_that_a_library_swallows_is_raised_again():
    with remembered() as interrupt:
        with contextlib.suppress(BaseException):  # as the library's bare except does
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupt()


def test_one_that_is_swallowed_within_is_raised_again_outside():
    with remembered() as interrupt:
        with remembered(), contextlib.suppress(BaseException):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupt()


def test_the_handler_before_is_put_back():
    before = signal.getsignal(signal.SIGINT)
    with remembered():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_what_is_held_is_done_first():
    done = []
    with pytest.raises(KeyboardInterrupt), remembered(), held():
        signal.raise_signal(signal.SIGINT)
        done.append("all of it")
    assert done


def test_a_second_interrupt_does_not_wait():
    done = []
    with pytest.raises(KeyboardInterrupt), held():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("all of it")
    assert not done


def test_an_error_is_not_lost_to_an_interrupt():
    with pytest.raises(OSError, match="full"), held():
        signal.raise_signal(signal.SIGINT)
        raise OSError("full")


def test_the_handler_before_comes_back_after_holding():
    before = signal.getsignal(signal.SIGINT)
    with held():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before

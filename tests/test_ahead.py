"""Calls one step behind: every result, in order, whatever they do."""

import threading
import time

import pytest

from captioncheck.ahead import Ahead


def test_nothing_gives_nothing():
    with Ahead(iter(())) as results:
        assert list(results) == []


def test_results_keep_their_order_though_some_take_longer():
    def call(number):
        return lambda: (time.sleep(0.01 * (number % 3)), number)[1]

    with Ahead(map(call, range(20)), depth=3) as results:
        assert list(results) == list(range(20))


def test_no_more_are_prepared_than_may_wait():
    taken, go = [], threading.Event()

    def calls():
        for number in range(50):
            taken.append(number)
            yield lambda: go.wait(10)

    timer = threading.Timer(0.3, go.set)
    timer.start()
    with Ahead(calls(), depth=4) as results:
        next(results)
        assert len(taken) <= 6
    timer.join()


def test_an_exception_comes_in_its_place_and_ends_the_work():
    def fail():
        raise ValueError("the third")

    done = []
    with pytest.raises(ValueError, match="the third"), Ahead([lambda: 1, lambda: 2, fail, lambda: 4]) as results:
        for result in results:
            done.append(result)
    assert done == [1, 2]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_leaving_early_drops_what_waits():
    ran = []
    with Ahead((lambda n=n: (time.sleep(0.02), ran.append(n)) for n in range(200)), depth=100) as results:
        next(results)
    assert len(ran) < 200

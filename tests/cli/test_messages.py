import logging
import warnings

import pytest

from captioncheck.cli.messages import say, set_up_logging


@pytest.fixture(autouse=True)
def put_back():
    root, ours = logging.getLogger(), logging.getLogger("captioncheck")
    before = root.handlers, root.level, ours.handlers, ours.propagate
    with warnings.catch_warnings():
        yield
    root.handlers, _, ours.handlers, ours.propagate = before
    root.setLevel(before[1])


def test_a_message_is_one_line_whatever_is_in_it(capsys):
    say("two\nlines \x1b[31m [bold]and[/bold]", "error")
    assert capsys.readouterr().err == "captioncheck: error: two lines \N{REPLACEMENT CHARACTER}[31m [bold]and[/bold]\n"


def test_a_long_message_is_not_broken(capsys):
    say("word " * 100)
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_libraries_are_silent_and_we_are_not(capsys):
    set_up_logging()
    logging.getLogger("somelib").error("noise")
    logging.getLogger("captioncheck.extract").warning("careful %s", 1)
    logging.getLogger("captioncheck.extract").info("detail")
    assert capsys.readouterr().err == "captioncheck: warning: careful 1\n"


def test_debugging_shows_everything(capsys, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_DEBUG", "1")
    set_up_logging()
    logging.getLogger("somelib").error("noise")
    logging.getLogger("captioncheck.extract").info("detail")
    assert capsys.readouterr().err == "captioncheck: error: somelib: noise\ncaptioncheck: detail\n"

"""The pipeline with an encoder from outside: one result an article, in order, and nothing stops the rest."""

import json
from io import BytesIO

import numpy as np
import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Location, Skipped
from captioncheck.errors import EncoderError, ReaderError
from captioncheck.extract.base import Source
from captioncheck.pipeline import Checker
from captioncheck.secondlook import SecondLook
from captioncheck.work import Job
from tests.score.stories import STORY, HashedEncoder

PAGE = f"""<html lang="en"><head><title>Ferry</title></head><body><article><h1>Ferry terminal for Marseille</h1>
<figure><img src="a.jpg"><figcaption>Fishermen mend nets in the harbour of Marseille.</figcaption></figure>
<p>{STORY}</p><p>{STORY[::-1]}</p></article></body></html>""".encode()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path))


def source(name, data):
    return Source(name, lambda: BytesIO(data))


def record(name, *captions):
    row = {
        "id": name,
        "title": "Ferry terminal",
        "body": STORY,
        "lang": "en",
        "captions": [{"text": t} for t in captions],
    }
    return json.dumps(row).encode() + b"\n"


def refuse(error):
    def opened():
        raise error

    return opened


def test_one_bad_input_never_stops_the_rest():
    sources = [
        Source("gone.html", refuse(FileNotFoundError(2, "No such file or directory"))),
        source("first.html", PAGE),
        Skipped(Location("folder"), "no articles in this folder"),
        Source("locked.html", refuse(ReaderError("no permission to read it"))),
        source("picture.png", b"\x89PNG"),
        source("some.jsonl", record("one", "A ferry.") + b"{broken\n" + record("two", "A ferry.")),
        source("last.html", PAGE),
    ]
    results = list(Checker(encoder=HashedEncoder()).check(sources))
    shown = [
        (result.article.location.path, result.article.location.record)
        if isinstance(result, Checked)
        else (result.location.path, "skipped")
        for result in results
    ]
    assert shown == [
        ("gone.html", "skipped"),
        ("first.html", None),
        ("folder", "skipped"),
        ("locked.html", "skipped"),
        ("picture.png", "skipped"),
        ("some.jsonl", "one"),
        ("some.jsonl", "skipped"),
        ("some.jsonl", "two"),
        ("last.html", None),
    ]
    assert [r.reason for r in results[:1]] == ["cannot be read: No such file or directory"]


def test_judgements_stand_in_the_order_of_the_captions():
    captions = ["Fishermen mend nets.", "A tram in Lisbon.", "Symbolic image"]
    (result,) = Checker(encoder=HashedEncoder()).check([source("a.jsonl", record("one", *captions))])
    assert [judgement.caption.text for judgement in result.judgements] == captions


def test_an_article_without_captions_needs_no_encoder():
    encoder = HashedEncoder()
    (result,) = Checker(encoder=encoder).check([source("a.jsonl", record("one"))])
    assert (result.judgements, encoder.seen) == ((), [])


def test_an_article_without_words_is_judged_unverifiable():
    row = b'{"id": "x", "title": "", "body": "", "captions": [{"text": "A ferry leaves the old harbour."}]}'
    (result,) = Checker(encoder=HashedEncoder()).check([source("a.jsonl", row)])
    assert [judgement.verdict for judgement in result.judgements] == ["unverifiable"]


def test_the_first_result_comes_before_the_last_line_is_read():
    class Lines(BytesIO):
        at = 0

        def readline(self, size=-1):
            self.at += 1
            return super().readline(size)

        def peek(self, size=0):
            return self.getbuffer()[self.tell() : self.tell() + size].tobytes()

    opened = []

    def open_lines():
        opened.append(Lines(b"".join(record(str(n), "A ferry.") for n in range(200))))
        return opened[-1]

    results = Checker(encoder=HashedEncoder()).check([Source("many.jsonl", open_lines)])
    assert next(results).article.location.record == "0"
    assert opened[-1].at <= 80  # the second look runs behind, by 64 articles at most


class Leaning(HashedEncoder):
    """Gives vectors that lean on what is encoded with them, as those of a real model do in their last bits."""

    def encode_texts(self, texts):
        rows = super().encode_texts(texts) + len(texts) * 1e-2
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_no_fresh_result_hangs_on_the_articles_before_it():
    texts = [record("a", "A ferry."), record("b", "A ferry.", "A nurse in Lyon."), record("c", "A nurse in Lyon.")]
    whole = [one.result for one in outcomes(b"".join(texts)) if one.result]
    alone = [one.result for text in texts for one in outcomes(text) if one.result]
    assert shown(whole) == shown(alone)


@pytest.mark.parametrize("skip", range(4))
def test_what_is_skipped_is_not_judged_and_the_rest_is_as_it_was(skip):
    text = b"".join(record(str(number), f"Caption no. {number}.") for number in range(3))
    encoder = Leaning()
    left = outcomes(text, skip, encoder)
    assert repr([one.result and one.result.judgements for one in left]) == repr(
        [one.result and one.result.judgements for one in outcomes(text)[skip:]]
    )
    assert left[-1].result is None
    assert [text for text in encoder.seen if text.startswith("Caption")] == [
        f"Caption no. {number}." for number in range(skip, 3)
    ]


def shown(results):
    rows = [row for one in results for row in one.judgements]
    return [(row.fit, [passage.similarity for passage in row.nearest]) for row in rows]


def outcomes(text, skip=0, encoder=None):
    checker = Checker(Settings(careful=False), encoder=encoder or Leaning())
    _ = checker.background
    checker.encoder.inner.seen.clear()
    return list(checker.outcomes([Job(source("a.jsonl", text), skip=skip, fresh=True)]))


def break_on(monkeypatch, name, word, error):
    """Let a method of Checker raise where the article's headline has a word."""
    whole = getattr(Checker, name)

    def broken(checker, article, *more):
        if word in article.headline:
            raise error
        return whole(checker, article, *more)

    monkeypatch.setattr(Checker, name, broken)


ERRORS = [
    (RuntimeError("two\nlines at 0x7f0012345678"), "internal error: RuntimeError: two lines at 0x…"),
    (RecursionError("too deep"), "internal error: RecursionError: too deep"),
    (KeyError(), "internal error: KeyError"),
    (MemoryError(), "memory ran out over it"),
]


@pytest.mark.parametrize("name", ["first_look", "_judged"])
@pytest.mark.parametrize(("error", "words"), ERRORS, ids=lambda value: type(value).__name__)
def test_an_error_of_our_own_costs_one_article(monkeypatch, name, error, words):
    break_on(monkeypatch, name, "Ferry terminal for", error)
    sources = [source("a.jsonl", record("one", "A ferry.")), source("b.html", PAGE), source("c.txt", b"A\n\nB C.\n")]
    first, lost, last = Checker(encoder=HashedEncoder()).check(sources)
    assert isinstance(first, Checked)
    assert isinstance(last, Checked)
    assert (lost.location.path, lost.status) == ("b.html", "error")
    assert lost.reason.startswith(words)
    assert "(pipeline.py:" in lost.reason


def test_an_error_of_our_own_in_a_reader_costs_one_input(monkeypatch):
    def broken(self, source):
        yield from ()
        raise RecursionError("too deep")

    monkeypatch.setattr("captioncheck.extract.html.HtmlReader.read", broken)
    lost, kept = Checker(encoder=HashedEncoder()).check([source("b.html", PAGE), source("a.jsonl", record("one"))])
    assert lost.reason.startswith("internal error: RecursionError: too deep (pipeline.py:")
    assert isinstance(kept, Checked)


def test_what_cannot_work_for_any_article_ends_the_run(monkeypatch):
    def broken(checker):
        raise OSError("the table of the background is damaged")

    monkeypatch.setattr(Checker, "background", property(broken))
    with pytest.raises(OSError, match="damaged"):
        list(Checker(encoder=HashedEncoder()).check([source("b.html", PAGE)]))
    break_on(monkeypatch, "first_look", "", EncoderError("gave no vectors"))
    monkeypatch.setattr(Checker, "background", None)
    with pytest.raises(EncoderError):
        list(Checker(encoder=HashedEncoder()).check([source("b.html", PAGE)]))


def test_a_worker_is_told_where_memory_runs_out(monkeypatch):
    break_on(monkeypatch, "first_look", "", MemoryError())
    with pytest.raises(MemoryError):
        list(Checker(encoder=HashedEncoder()).outcomes_of(Job(source("b.html", PAGE))))


def test_of_a_thorough_job_every_caption_is_looked_at_again_in_doubt_or_not():
    checker = Checker(Settings(), encoder=HashedEncoder())
    checker._second_look = SecondLook(HashedEncoder())
    (article,) = checker.read([source("a.jsonl", record("one", "Fishermen mend nets in Marseille.", "3 / 8"))])
    heard = {}
    for thorough in (False, True):
        (outcome,) = checker.outcomes([Job(article, fresh=True, thorough=thorough)])
        heard[thorough] = [["second look" in [w.name for w in row.witnesses] for row in outcome.result.judgements]]
    assert heard[True] != heard[False]
    assert heard[True][0][0]

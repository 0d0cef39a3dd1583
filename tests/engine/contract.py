"""What every crew of workers must do, whatever the workers are: the same results in the same order.

A class of tests that inherits this has fixtures `crew`, which makes a crew of two of what makes a judge, and `words`,
what it says of a worker that was killed, that ran out of memory, and of workers that end as they start.
"""

import time
from functools import partial
from io import BytesIO

import pytest

from captioncheck.datatypes import Article, Location, Skipped
from captioncheck.engine import local
from captioncheck.engine.base import EngineError
from captioncheck.errors import ConfigError, EncoderError
from captioncheck.extract.base import Source
from captioncheck.sources import Finder, open_file
from captioncheck.work import Job
from tests.engine.misbehaving import GOOD, Lines, fake, make_dying, refuse, shown


class Contract:
    @pytest.fixture
    def spread(self, tmp_path, crew):
        """Check files of these texts with two workers and return (number of the file, what came of it) in order."""

        def call(*texts, make=None):
            paths = []
            for number, text in enumerate(texts):
                path = tmp_path / f"{number:03}.txt"
                path.write_text(text)
                paths.append(path)
            jobs = [Job(Source(str(path), partial(open_file, str(path)))) for path in paths]
            found = local.spread(lambda: crew(make or fake()), fake(), jobs, None, 8)
            rows = [shown(outcome) for outcome in found if outcome.result]
            return [(int(path[-7:-4]), what) for path, what in rows]

        return call

    def test_results_stand_in_the_order_of_the_sources(self, spread):
        texts = ["many" if number % 7 == 0 else GOOD for number in range(30)]
        found = spread(*texts)
        assert [number for number, _ in found] == sorted(number for number, _ in found)
        assert len(found) == 25 + 5 * 1001

    def test_an_article_whose_worker_dies_is_tried_again_and_nothing_is_lost_or_doubled(self, spread):
        found = spread(*[GOOD] * 5, "once\ngood", *[GOOD] * 10)
        assert [number for number, _ in found] == [*range(5), 5, 5, *range(6, 16)]
        assert found[5] == (5, "before")

    @pytest.mark.parametrize(("poison", "word"), [("die", 0), ("memory", 1)])
    def test_an_article_whose_workers_die_is_an_error_and_the_rest_is_checked(self, spread, words, poison, word):
        found = dict(spread(*[GOOD] * 5, poison, *[GOOD] * 10, poison))
        assert found[5] == found[16] == f"the process that checked it ended twice ({words[word]}); the rest was checked"
        assert [found[number] for number in (*range(5), *range(6, 16))] == ["consistent"] * 15

    @pytest.mark.parametrize(
        ("lines", "rows"),
        [
            ("a die b", "a LOST b"),
            ("die a b", "LOST a b"),
            ("a b die", "a b LOST"),
            ("a die die b die c", "a LOST LOST b LOST c"),
            ("a memory b", "a MEMORY b"),
            ("a b unreadable c", "a b UNREAD"),
            ("a die unreadable c", "a LOST UNREAD"),
            ("unreadable a", "UNREAD"),
        ],
    )
    def test_of_a_source_of_many_articles_only_what_a_worker_died_of_is_lost(self, tmp_path, crew, words, lines, rows):
        (tmp_path / "many.txt").write_text(lines.replace(" ", "\n"))
        (tmp_path / "other.txt").write_text("x\ny")
        jobs = [Job(source) for source in Finder().find([str(tmp_path / "many.txt"), str(tmp_path / "other.txt")])]
        jobs += [Job(jobs[1].what)] * 10
        found = list(local.spread(lambda: crew(fake(Lines)), fake(Lines), jobs, None, 8))
        twice = "the process that checked it ended twice ({})"
        spelt = {
            "LOST": f"{twice.format(words[0])}; the rest was checked",
            "MEMORY": f"{twice.format(words[1])}; the rest was checked",
            "UNREAD": f"{twice.format(words[0])} as it read on; what follows in it is lost, the rest was checked",
        }
        expected = [spelt.get(row, row) for row in rows.split()]
        assert [outcome.result.reason for outcome in found if outcome.result] == [*expected, *["x", "y"] * 11]
        assert sum(outcome.result is None for outcome in found) == 12
        places = [outcome.result.location.line for outcome in found if outcome.result][: len(expected)]
        assert places == [1 if row == "UNREAD" else number for number, row in enumerate(rows.split(), 1)]

    def test_jobs_and_results_may_be_larger_than_a_pipe_holds(self, crew):
        large = [Article(Location("a.jsonl", number), str(number) * 500_000, (), ()) for number in range(1, 10)]
        jobs = [Job(article) for article in large * 3]
        found = list(local.spread(lambda: crew(fake(Lines)), fake(Lines), jobs, None, 8))
        assert [outcome.result.reason for outcome in found] == [article.headline for article in large * 3]

    def test_a_bug_is_raised_where_it_would_be_in_one_process(self, spread):
        with pytest.raises(RuntimeError, match="the fake fell over"):
            spread(*[GOOD] * 5, "crash", *[GOOD] * 10)

    @pytest.mark.parametrize(
        ("text", "kind", "why"),
        [
            ("setup", EncoderError, "the encoder gave nothing"),
            ("unknown", EngineError, "unknown thing 'x'"),  # cannot be pickled as it is
        ],
    )
    def test_an_error_of_our_own_keeps_its_words(self, spread, text, kind, why):
        with pytest.raises(kind, match=why):
            spread(*[GOOD] * 5, text, *[GOOD] * 10)

    def test_what_cannot_be_made_in_a_worker_is_raised(self, spread):
        with pytest.raises(ConfigError, match="no such calibration"):
            spread(*[GOOD] * 12, make=partial(refuse, None))

    def test_workers_that_end_as_they_start_end_the_run(self, spread, words):
        with pytest.raises(EngineError, match=words[2]):
            spread(*[GOOD] * 12, make=make_dying)

    def test_standard_input_is_read_in_this_process(self, tmp_path, crew):
        paths = [tmp_path / f"{number}.txt" for number in range(12)]
        for path in paths:
            path.write_text(GOOD)
        sources = [
            *Finder().find(map(str, paths[:6])),
            Source("-", lambda: BytesIO(b"warning A race.")),
            Skipped(Location("x"), "gone"),
        ]
        sources += list(Finder().find(map(str, paths[6:])))
        found = local.spread(lambda: crew(fake()), fake(), map(Job, sources), None, 8)
        rows = [shown(outcome)[0] for outcome in found if outcome.result]
        assert rows == [*map(str, paths[:6]), "-", "x", *map(str, paths[6:])]

    def test_leaving_early_ends_the_workers(self, tmp_path, crew, alive):
        paths = [tmp_path / f"{number}.txt" for number in range(12)]
        for path in paths:
            path.write_text("slow" if path.stem == "5" else GOOD)
        found = local.spread(lambda: crew(fake()), fake(), map(Job, Finder().find(map(str, paths))), None, 8)
        next(found)
        assert alive()
        started = time.monotonic()
        found.close()
        while alive() and time.monotonic() - started < 5:  # a cluster takes its time to say so
            time.sleep(0.05)
        assert not alive()
        assert time.monotonic() - started < 5

"""Unchanged articles are not checked again, and nothing that could have changed is taken for unchanged."""

import dataclasses
from functools import partial
from io import BytesIO

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Location, Skipped, Unchecked
from captioncheck.engine import remembering, stamp
from captioncheck.engine.local import _here
from captioncheck.engine.remembering import RememberingEngine
from captioncheck.engine.stamp import stamp_for
from captioncheck.extract.base import Source
from captioncheck.sources import Finder
from captioncheck.work import Job, Outcome
from tests import fakes

PNG = b"\x89PNG\r\n\x1a\n"


class Counting(fakes.Checker):
    """Counts what it was asked; "picture NAME" gives a caption that picture, "missed" one that was not looked at."""

    def __init__(self, settings):
        super().__init__(settings)
        self.asked = []

    def outcomes_of(self, job):
        if isinstance(job.what, Source):
            self.asked.append(job.what.path)
            text = job.what.data().decode()
            if text.startswith("picture "):
                judged = fakes.good("A pier.", picture=text.split()[1], unchecked=(Unchecked("CC201", "failed"),))
                yield Outcome(fakes.checked(job.what.path, "Story", judged), job.what)
                yield Outcome(None, job.what)
                return
            if text.startswith("missed"):
                yield Outcome(fakes.checked(job.what.path, "Story", fakes.good("A pier.")), job.what, 2, "no encoder")
                yield Outcome(None, job.what)
                return
        yield from super().outcomes_of(job)


class Inner:
    def __init__(self):
        self.judge = Counting(Settings())
        self.prepared = 0

    def prepare(self, settings):
        self.prepared += 1

    def outcomes(self, settings, jobs):
        return _here(lambda: self.judge, jobs)


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Check files in a new run; returns (results, the paths that were checked anew)."""
    monkeypatch.chdir(tmp_path)

    def call(*paths, settings=None, sources=()):
        settings, inner = settings or Settings(), Inner()
        engine = RememberingEngine(inner, tmp_path / "cache")
        engine.prepare(settings)
        results = list(engine.run(settings, [*Finder().find(paths), *sources]))
        return results, inner.judge.asked

    return call


def write(**texts):
    for name, text in texts.items():
        with open(f"{name}.txt", "w") as stream:  # noqa: PTH123
            stream.write(text)


def test_an_unchanged_article_is_not_checked_again_and_order_is_kept(check):
    write(a="good A.", b="error B.", c="note C.")
    first, asked = check("a.txt", "b.txt", "c.txt")
    assert asked == ["a.txt", "b.txt", "c.txt"]
    again, asked = check("c.txt", "a.txt", "b.txt")
    assert (again, asked) == ([first[2], first[0], first[1]], [])
    write(a="good A changed.")
    mixed, asked = check("c.txt", "a.txt", "b.txt")
    assert asked == ["a.txt"]
    assert [mixed[0], mixed[2]] == [first[2], first[1]]
    assert mixed[1].judgements[0].caption.text == "A changed."


def test_a_fully_known_run_prepares_nothing(check, tmp_path):
    write(a="good A.")
    check("a.txt")
    inner = Inner()
    engine = RememberingEngine(inner, tmp_path / "cache")
    engine.prepare(Settings())
    assert inner.prepared == 0
    engine.prepare(Settings(encoder="use-m3", careful=False))
    assert inner.prepared == 1


@pytest.mark.parametrize("shown", [{"quiet": True}, {"color": "never"}, {"fail_on": "never"}])
def test_what_is_only_shown_does_not_matter(check, shown):
    write(a="good A.")
    check("a.txt")
    assert check("a.txt", settings=Settings(**shown))[1] == []


@pytest.mark.parametrize(
    "name", ["careful", "explain", "image", "images", "input_format", "picture_encoder", "encoder", "background"]
)
def test_what_results_depend_on_matters(name):
    others = {"careful": False, "explain": True, "input_format": "text", "encoder": "clip", "background": "archive"}
    other = others.get(name, "x")
    assert stamp_for(Settings()) != stamp_for(dataclasses.replace(Settings(), **{name: other}))


def test_a_calibration_counts_by_its_content(tmp_path):
    path = tmp_path / "c.json"
    stamps = []
    for text in ("{}", "{ }", "{}"):
        path.write_text(text)
        stamps.append(stamp_for(Settings(calibration=str(path))))
    assert stamps[0] == stamps[2] != stamps[1]
    assert stamp_for(Settings(calibration=str(tmp_path / "none"))) is None


@pytest.mark.parametrize(
    "settings", [{"fetch_images": True}, {"explain_pictures": "x"}, {"encoder": "mine"}, {"input_format": "mine"}]
)
def test_what_may_change_unseen_is_never_kept(check, settings):
    write(a="good A.")
    for _ in range(2):
        assert check("a.txt", settings=Settings(**settings))[1] == ["a.txt"]


def test_an_installed_package_matters(tmp_path, monkeypatch):
    before = stamp_for(Settings())
    (tmp_path / "lxml-99.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert stamp_for(Settings()) != before


def test_the_year_matters(monkeypatch):
    before = stamp_for(Settings())

    class Later(stamp.date):
        @classmethod
        def today(cls):
            return cls(2099, 1, 1)

    monkeypatch.setattr(stamp, "date", Later)
    assert stamp_for(Settings()) != before


def test_errors_are_never_kept(check):
    write(a="good A.")
    for _ in range(2):
        results, asked = check("a.txt", "gone.txt", "folder")
        assert [isinstance(result, Skipped) for result in results] == [False, True, True]
    (bad,) = [Source("bad.txt", partial(BytesIO, b"x"))]
    assert asked == []
    for _ in range(2):
        assert check(sources=[bad])[1] == ["bad.txt"]  # no file: what is not found by a path is not kept


def test_a_skipped_article_keeps_its_source_out():
    fresh = remembering._Fresh(b"k")
    for result in (fakes.checked("a", "A"), Skipped(Location("a"), "line 2 is not JSON"), fakes.checked("a", "A")):
        remembering._collect(fresh, Outcome(result))
    assert (fresh.key, fresh.outcomes) == (None, [])


def test_a_picture_that_comes_changes_or_goes_is_looked_at_again(check, tmp_path):
    write(a="picture p.png")
    (tmp_path / "p.png").write_bytes(PNG)
    assert [check("a.txt")[1] for _ in range(2)] == [["a.txt"], []]
    (tmp_path / "p.png").write_bytes(PNG + b"other")
    assert [check("a.txt")[1] for _ in range(2)] == [["a.txt"], []]
    (tmp_path / "p.png").unlink()
    assert [check("a.txt")[1] for _ in range(2)] == [["a.txt"], []]
    (tmp_path / "p.png").write_bytes(PNG)
    assert check("a.txt")[1] == ["a.txt"]


def test_a_picture_that_a_model_failed_at_is_looked_at_again(check, tmp_path):
    write(a="picture p.png")
    (tmp_path / "p.png").write_bytes(PNG)
    settings = Settings(picture_encoder="ViT-B-32")
    for _ in range(2):
        assert check("a.txt", settings=settings)[1] == ["a.txt"]


def test_what_was_not_looked_at_again_is_said_again(check, monkeypatch, caplog):
    monkeypatch.setattr(remembering, "installed", lambda: False)
    write(a="missed")
    assert [check("a.txt")[1] for _ in range(2)] == [["a.txt"], []]
    assert [record.message for record in caplog.records] == [
        "2 captions were not looked at again: no encoder (or --fast to do without)"
    ] * 2


def test_an_encoder_that_is_here_and_failed_is_tried_again(check, monkeypatch):
    monkeypatch.setattr(remembering, "installed", lambda: True)
    write(a="missed")
    for _ in range(2):
        assert check("a.txt")[1] == ["a.txt"]


def test_an_input_that_is_too_large_is_not_kept(check, monkeypatch):
    monkeypatch.setattr(remembering, "_LARGEST", 8)
    write(a="good A pier.")
    for _ in range(2):
        results, asked = check("a.txt")
        assert (len(results), asked) == (1, ["a.txt"])


def test_a_result_can_be_given_through(check):
    results = list(_here(lambda: pytest.fail("made"), [Job(Skipped(Location("x"), "gone")), Job(None)]))
    assert [outcome.result for outcome in results] == [Skipped(Location("x"), "gone"), None]


def test_a_file_that_was_only_found_is_no_more_named_than_it_was(tmp_path):
    (tmp_path / "package.json").write_text("{}")
    found = next(iter(Finder().find([str(tmp_path)])))
    jobs = remembering._asked([Job(found)], remembering.ResultStore(tmp_path / "kept"), b"", None, [])
    assert not found.named
    assert not next(jobs).what.named

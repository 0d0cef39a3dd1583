"""A newsroom with a gate: pre-commit's own client installs the hook of this repository and runs it on commits."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from captioncheck.extract.readers import EXTENSIONS
from tests.e2e.newsroom import RIGHT, SLOW, WRONG, WRONG_TOO, Newsroom, found, offline, published, story
from tests.e2e.running import ROOT

yaml = pytest.importorskip("yaml")
pytest.importorskip("pre_commit", reason="pre-commit is not installed")

HOOKS = """repos:
- repo: {repo}
  rev: {rev}
  hooks:
  - id: captioncheck
"""
LEGACY = "Firefighters hose down a burning warehouse in Valparaíso, Chile, on Friday."


FROM_INDEX = pytest.param("index", marks=pytest.mark.skipif(not SLOW, reason="slow: make test-hooks runs it"))


@pytest.fixture(scope="module", params=["here", FROM_INDEX])
def room(request, tmp_path_factory) -> Newsroom:
    """Return a newsroom with the hook: its environment made of what is installed here, or from the package index."""
    folder = tmp_path_factory.mktemp("desk")
    plain = found(folder)
    repo = published(folder)
    rev = plain.run("git", "-C", repo, "rev-parse", "HEAD").said.strip()
    made = replace(plain, environment=offline(plain.environment)) if request.param == "here" else plain
    made.write(".pre-commit-config.yaml", HOOKS.format(repo=repo, rev=rev))
    installed = made.run("pre-commit", "install", "--install-hooks")
    assert installed.code == 0, installed.said
    first = made.commit("Install the hook", ship=story(RIGHT, "ship.jpg"))
    assert first.code == 0, first.said
    return made


@pytest.fixture(autouse=True)
def _nothing_left_over(room):
    yield
    room.git("reset", "--quiet", "--hard")
    room.git("clean", "--quiet", "-d", "--force")


def test_a_wrong_caption_is_refused_in_words(room):
    before = room.log()
    refused = room.commit("Wrong row of the picture desk", betis=story(WRONG))
    assert refused.code == 1
    assert room.log() == before
    (subject,) = re.findall(r"^stories/betis\.md:3:\d+: error CC101 subject: (.*)$", refused.said, re.MULTILINE)
    assert re.search(r"not about “Port, Trieste,.*closest passage .* is only \d+ % alike", subject)
    assert WRONG in subject
    assert re.search(r"error CC102 places: set in Spain .*; the article is about Italy", refused.said)
    assert "Traceback" not in refused.said


def test_a_right_caption_passes_and_nothing_is_said_of_it(room):
    passed = room.commit("Right", quay=story(RIGHT, "quay.jpg"))
    assert passed.code == 0
    assert re.fullmatch(r"captioncheck\.+Passed\n", passed.said)


def test_what_is_no_article_does_not_start_it(room):
    room.write("layout.css", "figcaption { color: grey }")
    passed = room.commit("Style")
    assert passed.code == 0
    assert "Skipped" in passed.said


def test_a_suppression_with_a_reason_is_accepted(room):
    comment = "<!-- captioncheck: ignore[CC101, CC102, CC103] the club paid for the cranes -->"
    suppressed = story(WRONG).replace("![Harbour]", f"{comment}\n![Harbour]")
    passed = room.commit("Suppress with a reason", sponsor=suppressed)
    assert passed.code == 0, passed.said


def test_a_suppression_of_another_rule_is_not_enough(room):
    suppressed = story(WRONG).replace("![Harbour]", "<!-- captioncheck: ignore[CC104] old -->\n![Harbour]")
    refused = room.commit("Suppress another", sponsor=suppressed)
    assert refused.code == 1
    assert "warning CC401 unused-suppression" in refused.said


def test_a_baseline_is_taken_and_a_new_finding_still_caught(room):
    room.write("stories/legacy.md", story(LEGACY))
    room.git("add", "--all")
    assert room.git("commit", "--quiet", "--no-verify", "--message", "Before there was a gate").code == 0
    room.write("captioncheck.toml", 'baseline = "captioncheck-baseline.json"\n')
    captioncheck = hooked(room)
    taken = room.run(captioncheck, "check", "stories", "--write-baseline")
    assert taken.code == 0, taken.said
    assert "1 finding" in taken.said or "findings written to the baseline captioncheck-baseline.json" in taken.said
    # The whole repository passes, the old slip passes again when it is touched, and a new one beside it does not.
    assert room.run(captioncheck, "check", "stories").code == 0
    touched = room.commit("Touch it", legacy=story(LEGACY) + "\nThe storm was the worst since 1975.\n")
    assert touched.code == 0, touched.said
    refused = room.commit("Add another", legacy=story(LEGACY) + f'\n![Vote](vote.jpg "{WRONG_TOO}")\n')
    assert refused.code == 1
    assert "Ottawa" in refused.said
    assert "Valparaíso" not in refused.said


def test_a_wire_file_that_is_excluded_is_left_out_though_the_hook_names_it(room):
    room.write("captioncheck.toml", 'exclude = ["wire/"]\n')
    room.write("wire/betis.md", story(WRONG))
    passed = room.commit("A wire story")
    assert passed.code == 0, passed.said


def test_a_config_with_a_slip_is_no_finding(room):
    room.write("captioncheck.toml", 'fail-onn = "error"\n')
    refused = room.commit("A slip", pier=story(RIGHT, "pier.jpg"))
    assert refused.code == 1
    assert "exit code: 2" in refused.said
    assert "captioncheck.toml:1: unknown setting 'fail-onn' (did you mean 'fail-on'?)" in refused.said


def test_the_hook_is_for_all_that_is_read_but_archives_and_what_is_mostly_no_news():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    left = {ending for ending, name in EXTENSIONS.items() if name in ("bundle", "warc", "parquet")} | {".json", ".xml"}
    for ending in left:
        assert not re.search(hook["files"], f"stories/a{ending}"), ending
    for ending in set(EXTENSIONS) - left:
        assert re.search(hook["files"], f"stories/a{ending}"), ending
    for name in ("a.css", "a.txt.bak", "amd", "a.jpg", "a.html.j2"):
        assert not re.search(hook["files"], name), name
    assert hook["require_serial"] is True
    assert hook["language"] == "python"
    assert not hook.get("args"), "a user's args would replace them"


def hooked(room: Newsroom) -> str:
    """Return the captioncheck that pre-commit has installed."""
    (program,) = (room.folder.parent / "pre-commit").glob("repo*/py_env-*/bin/captioncheck")
    return str(program)

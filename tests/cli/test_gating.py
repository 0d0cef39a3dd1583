"""The baseline, --diff-base and comments from the command line, on the fake pipeline."""

import json
import subprocess
from pathlib import Path

import pytest

GOOD, BAD = "good A pier.\n", "error A race.\n"


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", *arguments], check=True, capture_output=True
    )


@pytest.fixture
def known(run):
    """A baseline with the finding of error.txt."""
    code, _, err = run("error.txt", "--baseline", "base.json", "--write-baseline")
    assert code == 0
    assert "1 finding written to the baseline base.json" in err
    return run


def test_what_the_baseline_knows_passes(known):
    code, out, err = known("error.txt", "--baseline", "base.json")
    assert (code, err) == (0, "")
    assert "suppressed  baseline · CC101" in out
    assert "1 caption in 1 article: 1 suppressed." in out


@pytest.mark.parametrize("fail_on", ["error", "warning", "never"])
def test_it_does_not_matter_to_the_level(known, fail_on):
    assert known("error.txt", "--baseline", "base.json", "--fail-on", fail_on)[0] == 0


def test_what_is_new_fails(known):
    Path("error.txt").write_text(BAD + BAD, encoding="utf-8")
    assert known("error.txt", "--baseline", "base.json")[0] == 1


def test_quiet_shows_nothing_of_it(known):
    assert known("error.txt", "--baseline", "base.json", "--quiet") == (0, "", "")


def test_json_has_it(known):
    _, out, _ = known("error.txt", "--baseline", "base.json", "--format", "json")
    (caption,) = json.loads(out)["articles"][0]["captions"]
    assert caption["suppressed"]
    assert caption["rules"][0]["suppressed"] == {"kind": "baseline", "reason": None, "line": None}
    assert json.loads(out)["summary"]["suppressed"] == 1


def test_stale_entries_are_said_and_dropped(known):
    Path("error.txt").write_text(GOOD, encoding="utf-8")
    code, _, err = known("error.txt", "--baseline", "base.json")
    assert code == 0
    assert err == (
        "captioncheck: warning: 1 entry of the baseline is stale: CC101 error.txt “A race.”; "
        "--update-baseline drops it\n"
    )
    assert known("good.txt", "--baseline", "base.json")[2] == ""
    code, _, err = known("error.txt", "--baseline", "base.json", "--update-baseline")
    assert code == 0
    assert "1 entry dropped from the baseline base.json" in err
    assert json.loads(Path("base.json").read_text(encoding="utf-8"))["findings"] == []


def test_many_stale_entries_are_counted(run):
    Path("error.txt").write_text("".join(f"error A race {name}.\n" for name in "abcde"), encoding="utf-8")
    run("error.txt", "--baseline", "base.json", "--write-baseline")
    Path("error.txt").write_text(GOOD, encoding="utf-8")
    err = run("error.txt", "--baseline", "base.json")[2]
    assert "5 entries of the baseline are stale: " in err
    assert "; and 2 more; --update-baseline drops them" in err


def test_updating_adds_nothing_and_new_findings_fail(known):
    before = Path("base.json").read_bytes()
    Path("error.txt").write_text(BAD + "error A crane.\n", encoding="utf-8")
    assert known("error.txt", "--baseline", "base.json", "--update-baseline")[0] == 1
    assert Path("base.json").read_bytes() == before


def test_the_baseline_is_no_article(known):
    Path("base.json").rename("folder/base.txt")
    out = known("folder", "--baseline", "folder/base.txt", "--format", "json")[1]
    status = {article["path"]: article["status"] for article in json.loads(out)["articles"]}
    assert status == {"folder/a.txt": "ok", "folder/b.txt": "ok"}


def test_writing_with_an_unreadable_input_writes_the_rest_and_fails(run):
    code, _, err = run("error.txt", "missing.txt", "", "--baseline", "base.json", "--write-baseline")
    assert code == 2
    assert "missing.txt: no such file or folder" in err
    assert "1 finding written" in err


# Arguments that exit 2 before anything is read, and what is said.
REFUSED = [
    ("--baseline missing.json", "baseline missing.json: no such file; make one with --write-baseline"),
    ("--baseline good.txt", "baseline good.txt: is not JSON"),
    ("--baseline good.txt --write-baseline", "baseline good.txt: is not JSON"),
    ("--baseline folder", "baseline folder: cannot be read"),
    ("--write-baseline", "--write-baseline: name the file with --baseline FILE"),
    ("--update-baseline", "--update-baseline: name the file with --baseline FILE"),
    ("--baseline x.json --write-baseline --update-baseline", "give one of them"),
    ("--diff-base main", "not a git repository"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_cannot_be_is_refused_in_one_line(run, arguments, said, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, out, err = run("error.txt", *arguments.split())
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert Path("good.txt").read_text(encoding="utf-8").startswith("good")


@pytest.fixture
def repository(run):
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    return run


def test_only_what_changed_is_checked(repository):
    assert repository("error.txt", "--diff-base", "main")[0] == 0
    Path("warning.txt").write_text(BAD, encoding="utf-8")
    code, out, _ = repository("error.txt", "warning.txt", "good.txt", "--diff-base", "main")
    assert code == 1
    assert "warning.txt" in out
    assert "good.txt" not in out


@pytest.mark.parametrize("flags", [(), ("--quiet",), ("--allow-empty-input",)])
def test_nothing_changed_is_a_success_that_is_said(repository, flags):
    code, out, err = repository("error.txt", "folder", "--diff-base", "main", *flags)
    assert (code, out) == (0, "")
    assert err == "captioncheck: no articles changed since main (3 articles looked at)\n"


def test_a_baseline_in_the_folder_is_no_input(repository):
    assert repository("folder", "--baseline", "folder/base.jsonl", "--write-baseline")[0] == 0
    git("add", "-A")
    git("commit", "-q", "-m", "baseline")
    given = ("folder", "--baseline", "folder/base.jsonl")
    code, out, _ = repository(*given)
    assert code == 0
    assert "base.jsonl" not in out
    assert "skipped" not in out
    assert repository(*given, "--diff-base", "main")[0] == 0


def test_nothing_changed_is_a_whole_document(repository):
    code, out, _ = repository("error.txt", "--diff-base", "main", "--format", "json")
    assert code == 0
    assert json.loads(out)["articles"] == []


def test_what_is_wrong_with_the_inputs_is_said_all_the_same(repository):
    assert repository("missing.txt", "--diff-base", "main")[0] == 2
    assert repository("error.txt", "missing.txt", "--diff-base", "main")[0] == 2
    assert repository("empty", "--diff-base", "main")[0] == 2


def test_standard_input_has_no_history(repository):
    code, _, err = repository("-", "--diff-base", "main")
    assert code == 2
    assert "standard input has no history" in err


def test_files_from_a_list(repository):
    Path("list").write_text("error.txt\nwarning.txt\n", encoding="utf-8")
    Path("warning.txt").write_text(BAD, encoding="utf-8")
    code, out, _ = repository("--files-from", "list", "--diff-base", "main", "--format", "json")
    assert code == 1
    assert [article["path"] for article in json.loads(out)["articles"]] == ["warning.txt"]


def test_a_part_of_the_articles_makes_nothing_else_stale(repository):
    repository("error.txt", "--baseline", "base.json", "--write-baseline")
    git("add", "-A")
    git("commit", "-q", "-m", "two")
    Path("good.txt").write_text("good A crane.\n", encoding="utf-8")
    code, _, err = repository("good.txt", "error.txt", "--baseline", "base.json", "--diff-base", "main")
    assert (code, err) == (0, "")


COMMENTED = "# captioncheck: ignore[CC101] the desk knows\nerror A race.\n"


def test_a_comment_passes(run):
    Path("error.txt").write_text(COMMENTED, encoding="utf-8")
    code, out, _ = run("error.txt", "--fail-on", "warning")
    assert code == 0
    assert "  · 2:1  suppressed  line 1: the desk knows · CC101 · A race." in out


def test_an_unused_comment_is_a_warning(run):
    Path("error.txt").write_text(COMMENTED.replace("error", "good"), encoding="utf-8")
    assert run("error.txt")[0] == 0
    code, out, _ = run("error.txt", "--fail-on", "warning", "--quiet")
    assert code == 1
    assert "! 1:1 CC401 unused-suppression ignore[CC101] suppresses nothing" in " ".join(out.split())
    finding = json.loads(run("error.txt", "--format", "jsonl")[1])["findings"]
    assert [(one["code"], one["line"], one["level"]) for one in finding] == [("CC401", 1, "warning")]


def test_a_comment_in_standard_input(start):
    process = start("-", "--stdin-filename", "story.txt", stdin=subprocess.PIPE)
    out, _ = process.communicate(COMMENTED.encode(), timeout=60)
    assert process.returncode == 0
    assert b"suppressed" in out


def test_a_comment_and_a_baseline(run):
    Path("error.txt").write_text(COMMENTED + BAD, encoding="utf-8")
    assert run("error.txt", "--baseline", "base.json", "--write-baseline")[2].startswith("captioncheck: 1 finding")
    code, out, _ = run("error.txt", "--baseline", "base.json")
    assert code == 0
    assert "2 suppressed" in out


def test_an_error_of_our_own_costs_one_article(run, monkeypatch):
    from captioncheck.gate.comments import Comments

    whole = Comments.apply

    def broken(comments, result):
        if result.article.location.path == "warning.txt":
            raise RecursionError("too deep")
        return whole(comments, result)

    monkeypatch.setattr(Comments, "apply", broken)
    code, out, err = run("good.txt", "warning.txt", "error.txt", "--format", "jsonl")
    assert (code, [json.loads(line)["status"] for line in out.splitlines()]) == (2, ["ok", "error", "ok"])
    assert "warning.txt: internal error: RecursionError: too deep (cli/gating.py:" in err

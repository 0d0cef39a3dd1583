import json

import pytest

from captioncheck.registry import REPORTERS


def test_results_go_to_every_output(run, inputs):
    code, out, _ = run("folder", "--output", "json=a.json", "--output", "jsonl=b.jsonl", "--output", "terminal=c.txt")
    assert code == 0
    assert "2 captions in 2 articles" in out
    document = json.loads((inputs / "a.json").read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in (inputs / "b.jsonl").read_text(encoding="utf-8").splitlines()]
    assert document["articles"] == lines
    assert (inputs / "c.txt").read_text(encoding="utf-8").startswith("folder/a.txt")


def test_a_file_has_the_errors_that_stdout_leaves_to_stderr(run, inputs):
    _, out, err = run("missing.txt", "--output", "terminal=c.txt")
    assert "missing.txt" not in out
    assert err.count("missing.txt") == 1
    assert "missing.txt  ERROR  no such file" in (inputs / "c.txt").read_text()


def test_a_file_has_no_colour_unless_it_was_asked_for(run, inputs, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("error.txt", "--output", "terminal=c.txt")
    assert "\x1b" not in (inputs / "c.txt").read_text(encoding="utf-8")
    run("error.txt", "--output", "terminal=c.txt", "--color", "always")
    assert "\x1b" in (inputs / "c.txt").read_text(encoding="utf-8")


def test_nothing_is_overwritten_by_a_wrong_call(run, inputs):
    (inputs / "old.json").write_text("old")
    for wrong in (["--fail-on", "x"], ["--output", "xml=y"], ["--encoder", "x"]):
        assert run("good.txt", "--output", "json=old.json", *wrong)[0] == 2
    assert (inputs / "old.json").read_text() == "old"


def test_an_input_is_never_overwritten(run, inputs):
    for path in ("good.txt", "./good.txt", str(inputs / "good.txt")):
        code, _, err = run("good.txt", "--output", f"json={path}")
        assert code == 2
        assert "it would be overwritten" in err
    assert (inputs / "good.txt").read_text().startswith("good")


def test_an_output_in_the_folder_is_not_read(run, inputs):
    code, out, _ = run("folder", "--format", "json", "--output", "jsonl=folder/out.jsonl")
    articles = {article["path"]: article["status"] for article in json.loads(out)["articles"]}
    assert code == 0
    assert articles == {"folder/a.txt": "ok", "folder/b.txt": "ok"}


@pytest.mark.parametrize(
    ("option", "names"),
    [
        ("--format", ", ".join(REPORTERS.names())),
        ("--encoder", "clip, e5-small, use-m3"),
    ],
)
def test_an_unknown_name_lists_the_known(run, option, names):
    _, _, err = run("good.txt", option, "nope")
    assert f"known: {names}" in err


def test_explain_reaches_json(run):
    _, out, _ = run("explain", "good.txt", "--format", "jsonl")
    assert "explain" in json.loads(out)["captions"][0]
    _, out, _ = run("good.txt", "--format", "jsonl")
    assert "explain" not in json.loads(out)["captions"][0]


def test_a_picture_is_accounted_for(run, inputs):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(inputs / "p.png")
    _, out, _ = run("good.txt", "--image", "p.png", "--format", "jsonl")
    caption = json.loads(out)["captions"][0]
    assert caption["image"] == "p.png"
    assert [one["code"] for one in caption["unchecked"]] == ["CC201", "CC202"]
    assert "no picture given" not in out
    _, out, _ = run("good.txt", "--image", "p.png")
    assert "Pictures were not compared: " in out


def test_stdin_has_the_name_it_is_given(run, monkeypatch):
    from io import BytesIO

    from captioncheck import stdin

    stdin._kept.cache_clear()
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": BytesIO(b"good A pier."), "isatty": lambda: False}))
    code, out, _ = run("-", "--stdin-filename", "story.html", "--format", "jsonl")
    stdin._kept.cache_clear()
    assert code == 0
    assert json.loads(out)["path"] == "story.html"


def test_several_forms_at_once_with_their_errors(run, inputs):
    wanted = ["concise", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjsonl", "csv"]
    options = [part for name in wanted for part in ("--output", f"{name}={name}.out")]
    code, _, _ = run("error.txt", "missing.txt", *options)
    assert code == 2
    for name in wanted:
        text = (inputs / f"{name}.out").read_text(encoding="utf-8")
        assert "CC101" in text, name
        assert "no such file" in text, name


@pytest.mark.parametrize(
    ("actions", "options", "annotated"),
    [
        (None, [], False),
        ("false", [], False),
        ("true", [], True),
        ("true", ["--format", "terminal"], False),
        ("true", ["--explain"], False),
        (None, ["--format", "github"], True),
    ],
)
def test_github_is_chosen_in_actions_alone(run, monkeypatch, actions, options, annotated):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    if actions is not None:
        monkeypatch.setenv("GITHUB_ACTIONS", actions)
    code, out, _ = run("error.txt", *options)
    assert code == 1
    assert ("\n::error " in out) is annotated


def test_every_form_is_named_in_the_help(run):
    _, out, _ = run("check", "--help")
    assert ", ".join(REPORTERS.builtin()) in " ".join(out.split())

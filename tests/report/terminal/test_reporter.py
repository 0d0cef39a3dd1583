import re
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from rich.cells import cell_len

from captioncheck.config import Settings
from captioncheck.datatypes import Location, Skipped, Status, Tally, Unchecked, Witness
from captioncheck.report.terminal import TerminalReporter
from captioncheck.report.terminal.console import open_console
from tests.fakes import checked, error, good, note, warning
from tests.samples import results


def drawn(items, width=80, stream=None, errors_shown=True, **settings):
    stream = stream or StringIO()
    made = Settings(**settings)
    reporter = TerminalReporter(
        stream, made, console=open_console(stream, made.color, width), errors_shown=errors_shown
    )
    tally = Tally()
    reporter.begin()
    for item in items:
        tally.add(item)
        reporter.add(item)
    reporter.end(tally)
    return stream.getvalue() if isinstance(stream, StringIO) else None


HARBOUR_80 = """\
harbour.txt  Le port de Trieste rouvre après la tempête et…      fr, 10 Jan 2022
  ✗ 5:1  MISMATCH    fit 0.3 %  Sen. Dana Whitlock (R-OH) (L) and Gov. Theo
         Marsh shake hands after the debate on farm subsidies… · Agency photo
         CC101 subject  about something else: even the closest passage (line 9)
                        is only 8 % alike
         CC103 names    Dana Whitlock, Theo Marsh: the article mentions neither
         CC102 places   United States (Columbus, Ohio); the article is about
                        Italy and Slovenia
         CC104 date     8 March 2019, 34 months before the article
  ✓ 6:1  consistent  fit 97 %   Des grues immobiles sur le quai… · Bora Press…

2 captions in 1 article: 1 mismatch, 1 consistent.
Why? Run it again with --explain.
"""


def test_one_article_at_80_columns():
    assert drawn(results()[:1]) == HARBOUR_80


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_screen_nor_ends_in_space(width, explain):
    lines = drawn(results(), width, explain=explain).splitlines()
    assert len(lines) > 30
    for line in lines:
        assert cell_len(line) <= width, line
        assert line == line.rstrip()


@pytest.mark.parametrize("width", [1, 10, 40])
def test_a_narrow_screen_is_no_reason_to_fail(width):
    assert "MISMATCH" in drawn(results(), width, explain=True)


@pytest.mark.parametrize("explain", [False, True])
def test_without_colour_there_are_no_escape_codes(monkeypatch, explain):
    for color, env in (("never", {}), ("auto", {}), ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"})):
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        assert "\x1b" not in drawn(results(), color=color, explain=explain)


def test_colour_can_be_had_into_a_pipe(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = drawn(results(), color="always")
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == drawn(results())


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_poor_encoding_gets_poor_signs_and_no_error(encoding):
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding=encoding, errors="replace")
    drawn(results(), stream=stream, explain=True)
    stream.flush()
    text = raw.getvalue().decode(encoding)
    assert "x 5:1  MISMATCH" in text
    assert "+ 6:1  consistent" in text
    assert "..." in text


def test_quiet_shows_findings_and_errors_only():
    text = drawn(results(), quiet=True)
    assert "MISMATCH?" in text
    assert "missing.txt  ERROR  no such file or folder" in text
    for word in ("consistent", "unverifiable", "no captions", "captions in", "skipped", "Why?"):
        assert word not in text
    assert drawn([checked("a.txt", "A story", good("A pier."), note("File"))], quiet=True) == ""


def test_errors_are_left_to_stderr_where_asked():
    text = drawn(results(), errors_shown=False)
    assert "missing.txt" not in text
    assert "2 inputs could not be read." in text


def test_an_input_that_gave_nothing_has_one_line():
    items = [Skipped(Location("a.jsonl", 7), "not JSON"), Skipped(Location("b"), "an output", Status.SKIPPED)]
    assert drawn(items).splitlines() == [
        "a.jsonl:7  ERROR  not JSON",
        "b  skipped  an output",
        "",
        "1 input could not be read. 1 input skipped.",
    ]


def test_lines_of_inputs_stand_apart_from_blocks():
    skipped = Skipped(Location("b.json"), "no news", Status.SKIPPED)
    items = [skipped, checked("a.md", "A story"), checked("c.txt", "A story", good("A pier.")), skipped]
    heads = drawn(items).splitlines()[:7]
    assert [line.split("  ")[0] for line in heads] == ["b.json", "a.md", "", "c.txt", "", "", "b.json"]


def test_a_long_reason_is_broken_below_its_input():
    reason = "is JSON, but no format that is read (ninjs, schema.org as JSON-LD, Arc ANS, records as in JSONL)"
    assert drawn([Skipped(Location("b.json"), reason, Status.SKIPPED)]).splitlines()[:3] == [
        "b.json  skipped",
        "  is JSON, but no format that is read (ninjs, schema.org as JSON-LD, Arc ANS,",
        "  records as in JSONL)",
    ]


def test_an_article_without_captions_has_one_quiet_line():
    assert drawn([checked("a.md", "A story")]).splitlines() == [
        "a.md  no captions found",
        "",
        "0 captions in 1 article.",
    ]


def test_notes_are_shown_also_without_captions():
    text = drawn([checked("a.md", "A story", notes=("decoded as Latin-1: 3 characters could not be read",))])
    assert "  note: decoded as Latin-1: 3 characters could not be read\n  no captions found\n" in text


def test_a_long_note_is_broken():
    text = drawn([checked("a.md", "A story", good("x"), notes=("a very long note " * 10,))])
    assert max(map(len, text.splitlines())) <= 80
    assert "\n        very long" in text or "\n        note" in text or "\n        a very" in text


def test_text_that_runs_right_to_left_has_lines_of_its_own():
    lines = drawn([results()[3]]).splitlines()
    for line in lines:
        if any("\u0600" <= character <= "\u06ff" for character in line):
            assert not re.search("[A-Za-z0-9%]", line), line


def test_an_article_cannot_drive_the_terminal():
    story = checked("\x1b]0;x\x07.txt", "\x1b[2J boo", error("\x1b[31m\u202eevil"), notes=("\x9b1m",), record="\x1b[1m")
    text = drawn([story, Skipped(Location("\x1b[1m"), "\x1b[1m")], explain=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_markup_and_emoji_codes_are_only_text():
    text = drawn([checked("a.txt", "[bold]x[/bold] :smile:", error("[red]text[/red] :+1:"))])
    assert "[bold]x[/bold] :smile:" in text
    assert "[red]text[/red] :+1:" in text


def test_a_record_is_named_with_its_file():
    assert drawn([results()[4]]).startswith("jp.jsonl [a-17]  台風が接近")


def test_the_next_step_can_be_pasted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my story.txt").write_text("x")
    assert "captioncheck explain 'my story.txt'" in drawn([checked("my story.txt", "A story", warning("x"))])


def test_pictures_that_were_not_compared_are_said_once():
    reason = "comparing needs the extra 'clip': pip install 'captioncheck[clip]'"
    story = checked("a.html", "A story", *[good("x", picture="p.jpg", unchecked=(Unchecked("CC201", reason),))] * 3)
    assert drawn([story, story]).count("pip install 'captioncheck[clip]'") == 1
    bare = checked("a.html", "A story", good("x", unchecked=(Unchecked("CC201", "no picture given"),)))
    assert "picture" not in drawn([bare])


def test_a_huge_caption_is_cut():
    text = drawn([checked("a.txt", "h " * 10**6, error("word " * 10**6), good("词" * 10**6))], explain=False)
    assert len(text) < 2000


def test_explain_shows_why():
    text = drawn(results()[:1], explain=True, width=120)
    for words in (
        "names      Dana Whitlock, Theo Marsh",
        "places     the United States (Columbus, Ohio)",
        "date       8 March 2019 (“March 08, 2019”)",
        "line 9      8 % alike  Les remorqueurs",
        "line 13     4 % alike  La capitainerie",
        "meaning  31 times less likely",
        "best passage line 9",
        "dates    makes no difference",
        "CC201, CC202  no picture given",
        "of farmers.",
    ):
        assert re.sub(" +", " ", words) in re.sub(" +", " ", text)
    assert "Why?" not in text


def test_shared_words_are_marked_with_and_without_colour():
    from captioncheck.datatypes import Nearest

    passage = Nearest("Trieste reopens", 4, 0.5, shared=("Trieste",))
    story = checked("a.txt", "A story", good("The harbour of Trieste", nearest=(passage,)))
    assert "*Trieste* reopens" in drawn([story], explain=True)
    coloured = drawn([story], explain=True, color="always")
    assert "*Trieste*" not in coloured
    assert "\x1b[1;4mTrieste\x1b[0m" in coloured


def test_witnesses_come_by_weight():
    witnesses = (Witness("dates", 0.0, 0.1), Witness("words", -1.0, -2.0), Witness("names", 2.0, 1.0))
    text = drawn([checked("a.txt", "A story", good("x", witnesses=witnesses))], explain=True)
    assert text.index("words ") < text.index("names ") < text.index("dates ")


def test_standard_input_is_called_that():
    text = drawn([checked("-", "A story", warning("x")), Skipped(Location("-"), "is empty")])
    assert text.startswith("standard input  A story")
    assert "standard input  ERROR  is empty" in text
    assert "Why? Run it again with --explain." in text

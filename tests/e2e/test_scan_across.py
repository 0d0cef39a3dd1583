"""CC301 with the real pipeline: a planted caption's own article is named, as the settings and comments have it."""

import json
import subprocess
import sys

import pytest

from captioncheck.encode import e5
from captioncheck.scan import journal
from tests.e2e.running import environment

STRAY = (
    "Players of Real Betis celebrate the opening goal in the derby against Sevilla at the Benito Villamarin stadium."
)
PORT = {
    "id": "port",
    "title": "Port of Trieste reopens after the storm",
    "body": "The port of Trieste reopened on Thursday after a storm that had closed it for three days, the harbour "
    "master said.\n\nCranes unloaded the container ships that had waited at anchor in the gulf, and trains left for "
    "Austria and Hungary.\n\nThe damage to the northern quay is put at two million euros.",
    "captions": [{"text": STRAY}, {"text": "Cranes unload container ships in the port of Trieste."}],
}
DERBY = {
    "id": "derby",
    "title": "Betis win the Seville derby",
    "body": "Real Betis beat Sevilla 2-1 on Sunday in front of 55,000 spectators at the Benito Villamarin stadium.\n\n"
    "Isco scored the opening goal after ten minutes, and his team celebrated with the supporters.\n\nSevilla equalised "
    "before half time, but Betis scored again in the last minute of the derby.",
    "captions": [],
}


@pytest.fixture
def scan(tmp_path):
    (tmp_path / "site").mkdir()

    def call(*more):
        line = ("scan", "site", "--out", "r.jsonl", "--fast", "--jobs", "1", "--fail-on", "never", "--no-progress")
        command = [sys.executable, "-m", "captioncheck", *line, *more]
        ended = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, timeout=120, check=False)
        assert ended.returncode == 0, ended.stderr.decode()
        rows = [json.loads(row) for row in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
        return rows, ended.stderr.decode()

    return call


def put(folder, *records):
    for record in records:
        path = folder / "site" / f"{record['id']}.jsonl"
        path.write_text(json.dumps(record) + "\n", encoding="utf-8")


def homes(rows):
    return [rule for row in rows for caption in row["captions"] for rule in caption["rules"] if rule["code"] == "CC301"]


def test_the_home_is_named_and_the_verdict_stays(scan, tmp_path):
    put(tmp_path, PORT, DERBY)
    rows, _ = scan()
    (home,) = homes(rows)
    assert home["message"].startswith("belongs to “Betis win the Seville derby” (site/derby.jsonl, derby): it fits")
    assert [one["verdict"] for row in rows for one in row["captions"]] == ["mismatch", "consistent"]
    assert journal.read(tmp_path / "r.jsonl.journal").passed == ("CC301", "CC302")


def test_where_it_is_printed_too_that_is_said(scan, tmp_path):
    put(tmp_path, PORT, {**DERBY, "captions": [{"text": STRAY}]})
    (home,) = homes(scan()[0])
    assert home["message"].endswith("; it is printed there, too")


def test_without_its_home_nothing_is_named_until_an_update_brings_it(scan, tmp_path):
    put(tmp_path, PORT)
    assert homes(scan()[0]) == []
    put(tmp_path, DERBY)
    updated, _ = scan("--update")
    assert len(homes(updated)) == 1
    assert scan("--restart")[0] == updated
    (tmp_path / "site/derby.jsonl").unlink()
    assert homes(scan("--update")[0]) == []


@pytest.mark.skipif(not e5.installed(), reason="the extra 'careful' is not installed")
def test_the_careful_encoder_is_heard_of_the_best_and_a_night_remembers_it(scan, tmp_path):
    put(tmp_path, PORT, {**DERBY, "captions": [{"text": STRAY}]})
    rows, _ = scan("--careful")
    (home,) = homes(rows)
    assert home["message"].startswith("belongs to “Betis win the Seville derby” (site/derby.jsonl, derby): it fits")
    (there,) = (one for row in rows if row["record"] == "derby" for one in row["captions"])
    assert home["score"] == pytest.approx(there["fit"], abs=0.002)
    judged = (tmp_path / "r.jsonl.judged").read_bytes()
    assert len(judged.splitlines()) == 2
    put(tmp_path, {**PORT, "id": "quay", "captions": []})
    assert homes(scan("--careful", "--update")[0]) == [home]
    assert set(judged.splitlines()) < set((tmp_path / "r.jsonl.judged").read_bytes().splitlines())


@pytest.mark.parametrize("silent", [("--ignore", "CC301"), ("--select", "CC1")])
def test_what_the_settings_switch_off_is_not_looked_for(scan, tmp_path, silent):
    put(tmp_path, PORT, DERBY)
    assert homes(scan(*silent)[0]) == []


def test_a_scan_killed_before_the_pass_is_resumed_with_the_pass_alone(scan, tmp_path):
    put(tmp_path, PORT, DERBY)
    scan()
    whole = (tmp_path / "r.jsonl").read_bytes()
    log = tmp_path / "r.jsonl.journal"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    (tmp_path / "r.jsonl.judged").unlink()
    assert journal.read(log).complete
    assert journal.read(log).passed == ()
    _, told = scan("--resume")
    assert "what needs all of it is looked for" in told
    assert (tmp_path / "r.jsonl").read_bytes() == whole


def test_without_the_library_the_extra_is_named(monkeypatch):
    from captioncheck.scan.across import belongs

    monkeypatch.setattr(belongs, "_LIBRARY", "no_such_module_here")
    assert belongs.BelongsElsewhere().missing() == ("it needs no_such_module_here: pip install 'captioncheck[archive]'")

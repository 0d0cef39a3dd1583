import json


def test_the_schema_is_printed_whole(run):
    code, out, _ = run("schema")
    assert code == 0
    assert json.loads(out)["$defs"]["article"]


def test_the_schema_of_config_files_is_printed_whole(run):
    code, out, _ = run("schema", "config")
    assert code == 0
    assert json.loads(out)["properties"]["fail-on"]["enum"] == ["error", "warning", "never"]


def test_an_unknown_schema_is_refused_with_the_known(run):
    code, out, err = run("schema", "nope")
    assert (code, out, "unknown schema 'nope'; known: config, results" in err) == (2, "", True)

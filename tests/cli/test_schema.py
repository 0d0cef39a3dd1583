import json


def test_the_schema_is_printed_whole(run):
    code, out, _ = run("schema")
    assert code == 0
    assert json.loads(out)["$defs"]["article"]

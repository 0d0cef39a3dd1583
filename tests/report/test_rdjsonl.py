"""Read as reviewdog reads it: each line by protobuf's own JSON parser, into the message `Diagnostic`.

No package ships the message type, so its fields are declared here after reviewdog's proto/rdf/reviewdog.proto; a name
or type that it does not know is an error.
"""

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.json_format import Parse, ParseError

from tests.fakes import checked, error, warning
from tests.report.writing import NASTY, SUBJECT, nasty, run_of, written

FIELDS = {
    "Position": [("line", 1, "int32"), ("column", 2, "int32")],
    "Range": [("start", 1, "Position"), ("end", 2, "Position")],
    "Location": [("path", 2, "string"), ("range", 3, "Range")],
    "Source": [("name", 1, "string"), ("url", 2, "string")],
    "Code": [("value", 1, "string"), ("url", 2, "string")],
    "Diagnostic": [
        ("message", 1, "string"), ("location", 2, "Location"), ("severity", 3, "Severity"), ("source", 4, "Source"),
        ("code", 5, "Code"),
    ],
}  # fmt: skip
SEVERITIES = ("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO")


def _message():
    field = descriptor_pb2.FieldDescriptorProto
    scalars = {"int32": field.TYPE_INT32, "string": field.TYPE_STRING}
    file = descriptor_pb2.FileDescriptorProto(name="rdf.proto", package="reviewdog.rdf", syntax="proto3")
    severity = file.enum_type.add(name="Severity")
    for number, name in enumerate(SEVERITIES):
        severity.value.add(name=name, number=number)
    for message, fields in FIELDS.items():
        made = file.message_type.add(name=message)
        for name, number, kind in fields:
            of_ours = field.TYPE_ENUM if kind == "Severity" else field.TYPE_MESSAGE
            one = made.field.add(name=name, number=number, type=scalars.get(kind, of_ours), label=field.LABEL_OPTIONAL)
            if kind not in scalars:
                one.type_name = f".reviewdog.rdf.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("reviewdog.rdf.Diagnostic"))


DIAGNOSTIC = _message()


def diagnostics(items):
    return [Parse(line, DIAGNOSTIC()) for line in written("rdjsonl", items).splitlines()]


@pytest.mark.parametrize("items", [[], run_of(), *map(nasty, NASTY.values())], ids=["none", "all", *NASTY])
def test_every_line_is_a_diagnostic(items):
    for one in diagnostics(items):
        assert one.location.range.start.line >= 1
        assert one.message
        assert one.location.path


def test_the_parser_is_strict():
    with pytest.raises(ParseError):
        Parse('{"massage": "x"}', DIAGNOSTIC())


def test_what_a_diagnostic_says():
    story = checked("a.html", "A", error("A boat.", line=7, column=4), warning("y", rules=(SUBJECT,)))
    first, second = diagnostics([story])
    assert (first.location.path, first.location.range.start.line) == ("a.html", 7)
    assert (first.code.value, first.source.name) == ("CC101", "captioncheck")
    assert [SEVERITIES[one.severity] for one in (first, second)] == ["ERROR", "WARNING"]


def test_only_a_column_that_is_the_same_in_bytes_is_given():
    story = checked("a.html", "A", error("A boat.", column=4), error("B.", column=1))
    assert [one.location.range.start.column for one in diagnostics([story])] == [0, 1]

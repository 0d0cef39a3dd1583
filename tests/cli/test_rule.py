import pytest

from captioncheck.rules import RULES


def test_the_list_has_every_rule(run):
    _, out, _ = run("rule")
    for rule in RULES:
        assert f"{rule.code}  {rule.name}" in out


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_found_by_code_and_by_name(run, rule):
    _, by_code, _ = run("rule", rule.code.lower())
    _, by_name, _ = run("rule", rule.name)
    assert by_code == by_name
    assert by_code.startswith(f"{rule.code}  {rule.name}\n")
    for line in by_code.splitlines():
        assert len(line) <= 88
        assert line == line.rstrip()


def test_codes_and_names_are_one_of_a_kind():
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_how_to_suppress_it(run, rule):
    _, out, _ = run("rule", rule.code)
    said = " ".join(out.partition("How to suppress")[2].split())
    assert f"captioncheck: ignore-file[{rule.code}] reason" in said
    assert (f"<!-- captioncheck: ignore[{rule.code}] reason -->" in said) == (rule.code != "CC401")

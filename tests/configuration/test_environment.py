import pytest

from captioncheck.configuration.environment import read
from captioncheck.errors import ConfigError


@pytest.mark.parametrize(
    ("variable", "text", "words"),
    [
        ("CAPTIONCHECK_QUIET", "maybe", "CAPTIONCHECK_QUIET is 'maybe'; it may be 1, true, yes, on, 0, false, no, off"),
        ("CAPTIONCHECK_SEVERITY", "CC104", "CAPTIONCHECK_SEVERITY has 'CC104'; write it as RULE=LEVEL"),
        ("CAPTIONCHECK_SEVERITY", "CC104=", "write it as RULE=LEVEL, for example CC104=note"),
        ("CAPTIONCHECK_FAILON", "error", "CAPTIONCHECK_FAILON is no setting; did you mean CAPTIONCHECK_FAIL_ON?"),
        ("CAPTIONCHECK_EXCLUDES", "x", "did you mean CAPTIONCHECK_EXCLUDE?"),
        ("CAPTIONCHECK_OVERRIDE", "x", None),
    ],
)
def test_what_a_variable_cannot_say(variable, text, words):
    if words is None:
        assert read({variable: text}) == {}
        return
    with pytest.raises(ConfigError) as caught:
        read({variable: text})
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "text", "values"),
    [
        ("CAPTIONCHECK_FAIL_ON", "", {}),
        ("CAPTIONCHECK_FAIL_ON", " ", {}),
        ("FAIL_ON", "never", {}),
        ("CAPTIONCHECK_DEBUG", "1", {}),
        ("CAPTIONCHECK_CACHE", "/x", {}),
        ("CAPTIONCHECK_CONFIG", "x.toml", {}),
        ("CAPTIONCHECK_FAIL_ON", "never", {"fail_on": "never"}),
        ("CAPTIONCHECK_QUIET", "On", {"quiet": True}),
        ("CAPTIONCHECK_CAREFUL", "0", {"careful": False}),
        ("CAPTIONCHECK_SELECT", "CC1, names,", {"select": ("CC1", "names")}),
        ("CAPTIONCHECK_EXCLUDE", "wire/**", {"exclude": ("wire/**",)}),
        ("CAPTIONCHECK_SEVERITY", "CC104=note, CC2 = off", {"severity": {"CC104": "note", "CC2": "off"}}),
    ],
)
def test_what_a_variable_says(variable, text, values):
    assert read({variable: text}) == values

import pytest

from captioncheck.grammar.sounds import alike, script_of, sound

PEOPLE = {
    "Putin": "Путин Poutine 普京 プーチン 푸틴 بوتين פוטין पुतिन Πούτιν",
    "Biden": "Байден 拜登 バイデン 바이든 بايدن ביידן बाइडेन",
    "Obama": "Обама 奥巴马 オバマ 오바마 أوباما ओबामा",
    "Macron": "Макрон 马克龙 マクロン 마크롱 ماكرون",
    "Merkel": "Меркель 默克尔 メルケル 메르켈 ميركل",
    "Zelensky": "Зеленский Selenskyj Zelenskiy Zełenski 泽连斯基 ゼレンスキー 젤렌스키 زيلينسكي",
    "Netanyahu": "Нетаньяху 内塔尼亚胡 네타냐후 نتنياهو נתניהו",
    "Rockefeller": "Рокфеллер روكفلر",
    "Scholz": "Шольц ショルツ 숄츠",
}
MUST_NOT = [
    ("Berg", "Bergbahn"),
    ("Merz", "März"),
    ("Biden", "Boden"),
    ("Biden", "Basel"),
    ("Li", "Lo"),
    ("Ito", "Ида"),
    ("Johnson", "Джонс"),
]


@pytest.mark.parametrize(("one", "other"), MUST_NOT)
def test_unlike(one, other):
    assert alike(one, other) == alike(other, one) == 0


def test_no_one_is_anyone_else():
    mixed = [
        (name, spelling)
        for name in PEOPLE
        for other, spellings in PEOPLE.items()
        if other != name
        for spelling in spellings.split()
        if alike(name, spelling)
    ]
    assert mixed == []


@pytest.mark.parametrize(("name", "spelling"), [(name, s) for name, row in PEOPLE.items() for s in row.split()])
def test_alike_both_ways(name, spelling):
    assert alike(name, spelling) == alike(spelling, name) >= 1


@pytest.mark.parametrize("word", ["", "ー", "ッ", "'", "ا", "ﷺ", "𝒜", "\u0301"])
def test_strange_words_have_no_sound_and_meet_nothing(word):
    assert sound(word).skeletons
    assert not alike(word, "Putin")


def test_scripts():
    words = "Żak Жук Ζευς جبل גדר やま ヤマ 산 山 ภู पुल ეზო".split()  # noqa: SIM905
    assert [script_of(word) for word in words] == (
        "latin cyrillic greek arabic hebrew kana kana hangul han thai indic other".split()  # noqa: SIM905
    )

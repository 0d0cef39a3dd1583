import pytest

from captioncheck.score.names import match
from captioncheck.score.profile import ArticleProfile
from tests.score.stories import article

MUST_NOT_MATCH = [
    pytest.param(
        "Joe Biden", "Lawmakers in Ottawa debated the Byden Lane.", False, id="another name, near in spelling"
    ),
    pytest.param("Angela Merkel", "Das Merkmal der Stadt ist der Turm.", False, id="a word that begins alike"),
    pytest.param("Vladimir Putin", "Rasputin's house burned down.", False, id="ends alike"),
    pytest.param("Ban Ki-moon", "A ban on fishing was lifted.", False, id="first name is a word"),
    pytest.param("Kim Jong Un", "The United Nations met.", False, id="short name, exact only"),
    pytest.param("Ai Lee", "Leeks are dear this year.", False, id="three letters, exact only"),
    pytest.param("Mo Farah", "Farmers want rain.", False, id="five letters and a longer word"),
    pytest.param("Ursula von der Leyen", "Der Zug von der Küste kam an.", False, id="particles are no name"),
    pytest.param("Juan de la Cruz", "El puente de la ciudad cruje.", False, id="Spanish particles"),
    pytest.param("习近平", "北京近日平静。", False, id="signs apart"),
    pytest.param("Joe Biden", "Der Biber baut einen Damm an der Elbe.", True, id="across languages, like sound"),
    pytest.param("Boris Johnson", "Президент Джонс выступил.", True, id="across scripts, a shorter name"),
    pytest.param("Владимир Путин", "La ministre a parlé à Lyon.", True, id="across scripts, nobody"),
    pytest.param("Emmanuel Macron", "", True, id="an empty article"),
]
MUST_MATCH = [
    pytest.param("Ilhan Omar", "Omar said so.", False, id="surname alone"),
    pytest.param("Vladimir Putin", "Rozmowa z Putinem trwała godzinę.", False, id="Polish ending"),
    pytest.param("Donald Tusk", "Premier Tuska przyjął.", False, id="short name with ending"),
    pytest.param("Владимир Путин", "Речь Путина длилась час.", False, id="Russian ending"),
    pytest.param("Annalena Baerbock", "Baerbocks Reise beginnt.", False, id="German genitive"),
    pytest.param("Jean-Luc Melenchon", "Mélenchon a répondu.", False, id="accent missing"),
    pytest.param("Sabine Leutheusser-Schnarrenberger", "Leutheusser-Schnarrenberger kam.", False, id="hyphenated"),
    pytest.param("Gabriel García Márquez", "García presentó el libro.", False, id="first of two surnames"),
    pytest.param("Martin Luther King Jr", "King spoke in Atlanta.", False, id="a suffix after the surname"),
    pytest.param("Conan O'Brien", "O'Brien spoke.", False, id="apostrophe"),
    pytest.param("Conan O’Brien", "O'Brien spoke.", False, id="two kinds of apostrophe"),
    pytest.param("Abdel Fattah al-Sisi", "Al-Sisi met the delegation.", False, id="Arabic article"),
    pytest.param("习近平", "国家主席习近平在北京会见了代表团。", False, id="Chinese"),
    pytest.param("안철수", "안철수 후보가 서울에서", False, id="Korean"),
    pytest.param("Vladimir Putin", "Встреча с Путиным прошла.", True, id="Latin in Cyrillic"),
    pytest.param("Владимир Путин", "Le discours de Poutine a duré.", True, id="Cyrillic in French"),
    pytest.param("Wolodymyr Selenskyj", "President Zelensky arrived.", True, id="two spellings"),
]


def mentioned(person, text, other_language):
    names = ArticleProfile.of(article(text)).names
    return match((person,), names, other_language=other_language).found == (person,)


@pytest.mark.parametrize(("person", "text", "other_language"), MUST_NOT_MATCH)
def test_others_do_not_match(person, text, other_language):
    assert not mentioned(person, text, other_language)


@pytest.mark.parametrize(("person", "text", "other_language"), MUST_MATCH)
def test_the_same_person_matches(person, text, other_language):
    assert mentioned(person, text, other_language)


def test_found_and_missing_keep_the_order():
    names = ArticleProfile.of(article("Merkel met Macron.")).names
    found = match(("Emmanuel Macron", "Jo Lind", "Angela Merkel"), names, other_language=False)
    assert (found.found, found.missing) == (("Emmanuel Macron", "Angela Merkel"), ("Jo Lind",))

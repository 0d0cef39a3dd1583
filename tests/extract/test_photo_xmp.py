import random
import time

import pytest

from captioncheck.extract.photo_xmp import xmp_of
from tests.photos import alternatives, bag, xmp


def fields(body="", attributes=""):
    return xmp_of(xmp(body, attributes)).fields


def test_no_packet_no_fields():
    for data in (None, b"", b"\0\0\0", ""):
        packet = xmp_of(data)
        assert (packet.fields, packet.note) == ({}, "")


def test_a_description_in_several_languages():
    body = alternatives("dc:description", x_default="A pier", de_AT="Ein Steg", fr="Une jetée")
    assert fields(body)["caption"] == [("A pier", None), ("Ein Steg", "de-AT"), ("Une jetée", "fr")]


def test_properties_are_elements_or_attributes():
    for found in (
        fields("<photoshop:City>Kassel</photoshop:City><photoshop:Headline>Disc</photoshop:Headline>"),
        fields(attributes='photoshop:City="Kassel" photoshop:Headline="Disc"'),
    ):
        assert found == {"city": [("Kassel", None)], "headline": [("Disc", None)]}


def test_lists_of_creators_keywords_and_people():
    found = fields(
        bag("dc:creator", "Ada Rower") + bag("dc:subject", "sea", "pier") + bag("Iptc4xmpExt:PersonInImage", "Bo")
    )
    assert [text for text, _ in found["byline"] + found["keywords"] + found["people"]] == [
        "Ada Rower",
        "sea",
        "pier",
        "Bo",
    ]


def test_the_place_shown_comes_before_the_place_of_the_camera():
    def place(name, city):
        part = f"<Iptc4xmpExt:City>{city}</Iptc4xmpExt:City><Iptc4xmpExt:CountryCode>DEU</Iptc4xmpExt:CountryCode>"
        return f'<{name}><rdf:Bag><rdf:li rdf:parseType="Resource">{part}</rdf:li></rdf:Bag></{name}>'

    found = fields(place("Iptc4xmpExt:LocationCreated", "Kassel") + place("Iptc4xmpExt:LocationShown", "Fulda"))
    assert [text for text, _ in found["city"]] == ["Fulda", "Kassel"]
    assert found["country_code"] == [("DEU", None)]


def test_faces_and_people_with_details():
    regions = (
        "<mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag>"
        '<rdf:li><rdf:Description mwg-rs:Name="Ada Rower" mwg-rs:Type="Face"/></rdf:li>'
        '<rdf:li><rdf:Description mwg-rs:Name="Rex" mwg-rs:Type="Pet"/></rdf:li>'
        "<rdf:li rdf:parseType='Resource'><mwg-rs:Name>Bo Iden</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>"
        "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
    )
    details = (
        "<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        + alternatives("Iptc4xmpExt:PersonName", x_default="Cy Hale")
        + "</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>"
    )
    assert {text for text, _ in fields(regions + details)["people"]} == {"Ada Rower", "Bo Iden", "Cy Hale"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_encodings(encoding):
    text = xmp(alternatives("dc:description", x_default="東京の橋")).decode().replace("\ufeff", "")
    assert xmp_of(text.encode(encoding)).fields["caption"] == [("東京の橋", None)]


def test_entities_are_never_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    plain = xmp(alternatives("dc:description", x_default="A pier")).decode()
    outside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>' + plain.replace("A pier", "&e;")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' + plain.replace("A pier", "&l9;")
    for packet in (outside, bomb):
        start = time.monotonic()
        found = xmp_of(packet.encode())
        assert found.fields == {}
        assert "declares entities" in found.note
        assert time.monotonic() - start < 1


def test_a_packet_that_is_too_large_is_left_out():
    found = xmp_of(xmp("<photoshop:City>" + "x" * 9 * 2**20 + "</photoshop:City>"))
    assert (found.fields, "larger than 8 MB" in found.note) == ({}, True)


def test_a_cut_packet_gives_what_stands_before_and_says_so():
    whole = xmp("<photoshop:City>Kassel</photoshop:City>" + alternatives("dc:description", x_default="A pier"))
    cut = whole[: whole.index(b"<dc:description>") + 30]
    found = xmp_of(cut)
    assert found.fields == {"city": [("Kassel", None)]}
    assert "damaged" in found.note


def test_no_mutated_packet_raises():
    whole = xmp(
        alternatives("dc:description", x_default="A pier") + bag("dc:subject", "sea"), 'photoshop:City="Kassel"'
    )
    for number in range(400):
        dice = random.Random(number)
        data = bytearray(whole)
        for _ in range(dice.choice((1, 5, 40))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        xmp_of(bytes(data[: dice.randrange(len(data))] if number % 3 == 0 else data))


def test_deep_and_wide_packets_are_read_in_time():
    start = time.monotonic()
    xmp_of(xmp("<mwg-rs:RegionList>" * 5000 + "</mwg-rs:RegionList>" * 5000))
    found = xmp_of(xmp(bag("dc:subject", *(f"word {n}" for n in range(20_000)))))
    assert len(found.fields["keywords"]) == 2000
    assert time.monotonic() - start < 5

import pytest

from captioncheck.grammar.nearest import countries_near, nearest_city


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        (51.5007, -0.1246, "GB"),
        (52.5163, 13.3777, "DE"),
        (34.5553, 69.2075, "AF"),
        (-33.8568, 151.2153, "AU"),
        (35.6586, 139.7454, "JP"),
        (40.6892, -74.0445, "US"),
        (43.2389, 76.8897, "KZ"),
        (-22.9519, -43.2105, "BR"),
        (30.0444, 31.2357, "EG"),
    ],
)
def test_the_country_of_a_position_in_a_city(latitude, longitude, expected):
    city, country = nearest_city(latitude, longitude)
    assert country == expected
    assert city


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (30.0, -45.0),  # the Atlantic
        (-80.0, 0.0),  # Antarctica
        (-25.3444, 131.0369),  # Uluru: 330 km from the next city
        (46.5, 10.45),  # in the mountains where Italy, Switzerland and Austria meet
    ],
)
def test_at_sea_in_the_wilds_and_near_a_border_nothing_is_claimed(latitude, longitude):
    assert nearest_city(latitude, longitude) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        (48.5734, 7.8156, {"DE", "FR"}),  # Kehl, across the Rhine from Strasbourg
        (47.6155, 8.2253, {"CH", "DE"}),  # Waldshut
        (31.7619, -106.4850, {"US", "MX"}),  # El Paso
        (30.0, -45.0, set()),
        (52.5163, 13.3777, {"DE"}),
        (-33.8568, 151.2153, {"AU"}),
    ],
)
def test_near_a_border_both_countries_are_possible(latitude, longitude, expected):
    found = countries_near(latitude, longitude)
    assert found >= expected
    assert found or not expected
    assert len(expected) != 1 or found == expected


def test_out_in_the_country_only_the_country_is_said():
    assert nearest_city(39.5, -99.0) == ("", "US")


def test_the_date_line_and_the_poles_are_no_trouble():
    for latitude in (90.0, -90.0, 0.0):
        for longitude in (180.0, -180.0, 179.99):
            nearest_city(latitude, longitude)

"""Times, numbers and ids are read in every form that Xero writes, and in no other."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.domain.money import Money
from safe_desktop.xero.wire_reading import NotXeros, decoded, listed_contacts
from safe_desktop.xero.wire_shapes import DocumentShape, day, day_or_none, is_id, moment, money, number, parsed
from tests.xero.canned import guid


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/Date(0)/", datetime(1970, 1, 1, tzinfo=UTC)),
        ("/Date(-86400000+0000)/", datetime(1969, 12, 31, tzinfo=UTC)),
        ("/Date(1439434356790+0000)/", datetime(2015, 8, 13, 2, 52, 36, 790_000, tzinfo=UTC)),
        ("2019-03-07T00:00:00", datetime(2019, 3, 7, tzinfo=UTC)),
        ("2020-03-11T16:57:32Z", datetime(2020, 3, 11, 16, 57, 32, tzinfo=UTC)),
        ("2020-03-11T16:57:32.1234567", datetime(2020, 3, 11, 16, 57, 32, 123_456, tzinfo=UTC)),
        ("2020-03-11T16:57:32+13:00", datetime(2020, 3, 11, 3, 57, 32, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_every_form_that_xero_writes(text: str, expected: datetime) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["", None, "/Date(x)/", "tomorrow", "0001-01-01T00:00:00+14:00", "/Date(9e9)/"])
def test_what_is_not_a_time_is_refused(text: str | None) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        moment(text)


def test_a_missing_day_is_an_error_only_where_one_is_needed() -> None:
    assert day_or_none(None, "") is None
    with pytest.raises(ValueError, match="missing"):
        day(None, "")


def test_the_zero_id_is_no_id() -> None:
    assert not is_id("00000000-0000-0000-0000-000000000000")
    assert not is_id(None)
    assert not is_id("12")
    assert is_id(guid(1))


def test_huge_and_endless_numbers_are_refused() -> None:
    for wrong in ("NaN", "Infinity", "-Infinity", "1E+999999", "1" * 30, "sNaN"):
        with pytest.raises(ValueError, match="is not an amount"):
            number(Decimal(wrong))
    assert number(None) == 0
    assert money(Decimal("-0.10"), "GBP") == Money(-10)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_any_json_in_place_of_a_page_is_refused_in_words_and_never_a_crash(tree: object) -> None:
    with pytest.raises(NotXeros):
        listed_contacts(json.dumps({"Contacts": [tree]}).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_either_json_or_refused(body: bytes) -> None:
    for read in (parsed, lambda content: decoded(content, DocumentShape)):
        try:
            read(body)
        except ValueError:
            continue

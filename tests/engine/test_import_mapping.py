"""What was settled about a file: written down, read back, refused when it cannot be."""

import json
from pathlib import Path

import pytest

from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.files.import_mapping import (
    ImportOptions,
    Mapping,
    mapping_from_json,
    missing_fields,
    read_mapping,
    refuse_unusable,
)
from safe_desktop.errors import InputError

SETTLED = Mapping(
    "invoices",
    {"number": "No", "issued_on": "Datum", "unit_price": "Preis"},
    ImportOptions(day_first=False, decimal_comma=True, tax_mode=TaxMode.INCLUSIVE, credit_prefix="GS", currency="EUR"),
)


def test_a_mapping_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(SETTLED.as_json(), encoding="utf-8")
    assert read_mapping(path) == SETTLED


def test_what_a_mapping_leaves_out_has_its_usual_value() -> None:
    assert mapping_from_json('{"kind": "customers"}', "m.json") == Mapping("customers")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "it is not JSON"),
        ("[]", "it needs “kind”"),
        ({"kind": "orders"}, "its kind is 'orders'"),
        ({"kind": "customers", "colums": {}}, "nothing else"),
        ({"kind": "customers", "columns": {"name": 3}}, "must give the header"),
        ({"kind": "customers", "columns": {"nmae": "A"}}, "there is no field nmae"),
        ({"kind": "customers", "options": {"day_frist": True}}, "“options” may hold day_first"),
        ({"kind": "customers", "options": {"day_first": "yes"}}, 'day_first cannot be "yes"'),
        ({"kind": "customers", "options": {"tax_mode": "gross"}}, "tax_mode is one of exclusive"),
    ],
)
def test_a_mapping_that_cannot_be_says_why(content: object, words: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(InputError) as caught:
        mapping_from_json(text, "m.json")
    assert words in caught.value.title


def test_a_mapping_file_that_is_not_there_or_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be used as a column mapping"):
        read_mapping(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be used as a column mapping"):
        read_mapping(tmp_path / "bytes.json")


def test_columns_the_file_lacks_and_columns_that_are_needed_are_named() -> None:
    with pytest.raises(InputError, match="has no column “Datum”"):
        refuse_unusable(SETTLED, ["No", "Preis"], "f.csv")
    with pytest.raises(InputError, match="holds: Issued, Unit price"):
        refuse_unusable(Mapping("invoices", {"number": "No"}), ["No"], "f.csv")
    with pytest.raises(InputError, match="holds: Customer or Invoice number"):
        refuse_unusable(Mapping("payments", {"paid_on": "A", "amount": "B"}), ["A", "B"], "f.csv")
    refuse_unusable(SETTLED, ["No", "Datum", "Preis", "Rest"], "f.csv")


def test_what_a_mapping_still_lacks_is_listed_by_its_labels() -> None:
    assert missing_fields(Mapping("payments", {"amount": "A"})) == ["Paid", "Customer or Invoice number"]
    assert missing_fields(Mapping("customers", {"name": "A"})) == []
    assert missing_fields(SETTLED) == []

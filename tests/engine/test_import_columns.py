"""Which column means what: guessed from its name, never twice, never far-fetched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.engine.files.import_columns import FIELDS, KINDS, fingerprint, guessed_columns, is_gross, plain_name

RETAIL = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
XEROS = ["*ContactName", "EmailAddress", "*InvoiceNumber", "Reference", "*InvoiceDate", "*DueDate", "InventoryItemCode"]


def test_the_columns_of_a_retailers_export_are_understood() -> None:
    assert guessed_columns("invoices", RETAIL) == {
        "number": "InvoiceNo",
        "issued_on": "InvoiceDate",
        "customer_code": "CustomerID",
        "country": "Country",
        "description": "Description",
        "item_code": "StockCode",
        "quantity": "Quantity",
        "unit_price": "UnitPrice",
    }


def test_the_columns_of_xeros_own_template_are_understood() -> None:
    rest = ["*Description", "*Quantity", "*UnitAmount", "Discount", "*AccountCode", "*TaxType", "Currency", "TaxAmount"]
    guessed = guessed_columns("invoices", XEROS + rest)
    assert guessed["customer"] == "*ContactName"
    assert guessed["due_on"] == "*DueDate"
    assert guessed["unit_price"] == "*UnitAmount"
    assert guessed["vat_code"] == "*TaxType"
    assert guessed["account_code"] == "*AccountCode"
    assert "TaxAmount" not in guessed.values()


@pytest.mark.parametrize(
    ("headers", "guessed"),
    [
        (["Customer", "E-Mail", "Post Code"], {"name": "Customer", "email": "E-Mail", "postcode": "Post Code"}),
        (["Client Name", "Client ID", "Telphone"], {"name": "Client Name", "code": "Client ID", "phone": "Telphone"}),
        (
            ["Name", "Address", "Town", "County"],
            {"name": "Name", "address_1": "Address", "city": "Town", "region": "County"},
        ),
        (["Shoe size"], {}),
    ],
)
def test_customers_are_understood_by_usual_and_slightly_misspelt_names(
    headers: list[str], guessed: dict[str, str]
) -> None:
    assert guessed_columns("customers", headers) == guessed


def test_payments_are_understood() -> None:
    guessed = guessed_columns("payments", ["Date", "Invoice No.", "Customer", "Amount", "Payment Method", "Ref"])
    assert guessed == {
        "paid_on": "Date",
        "amount": "Amount",
        "number": "Invoice No.",
        "customer": "Customer",
        "method": "Payment Method",
        "reference": "Ref",
    }


def test_a_line_amount_is_a_price_only_where_there_is_no_price() -> None:
    assert guessed_columns("invoices", ["Amount", "Price"])["unit_price"] == "Price"
    assert guessed_columns("invoices", ["Amount"])["unit_price"] == "Amount"


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_labels_are_all_understood_as_themselves(kind: str) -> None:
    assert guessed_columns(kind, [field.label for field in FIELDS[kind]]) == {f.key: f.label for f in FIELDS[kind]}


@given(st.sampled_from(KINDS), st.lists(st.text(max_size=20), max_size=12, unique=True))
def test_no_header_is_ever_used_twice(kind: str, headers: list[str]) -> None:
    used = list(guessed_columns(kind, headers).values())
    assert len(used) == len(set(used))
    assert set(used) <= set(headers)


def test_names_are_compared_without_case_signs_and_joined_words() -> None:
    assert plain_name("InvoiceNo.") == plain_name("  invoice_no ") == "invoice no"
    assert plain_name("CustomerID") == "customer id"
    assert plain_name("VATRate") == "vat rate"


def test_the_fingerprint_tells_layouts_apart_but_not_spellings() -> None:
    assert fingerprint("invoices", ["Invoice No", "Date"]) == fingerprint("invoices", ["InvoiceNo", "date"])
    assert fingerprint("invoices", ["A", "B"]) != fingerprint("invoices", ["B", "A"])
    assert fingerprint("invoices", ["A"]) != fingerprint("customers", ["A"])


def test_a_price_with_vat_in_it_shows_by_its_name() -> None:
    assert is_gross("Unit price (gross)")
    assert is_gross("Price inc. VAT")
    assert not is_gross("Price")

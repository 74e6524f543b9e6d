"""The practice Xero's arithmetic and tax: checklist 54 to 56."""

from decimal import Decimal
from typing import Any

import pytest

from tests.practice.conftest import NZ
from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import invoice, line, made, refusals


def figures(me: SignedIn, lines: list[dict[str, Any]], **more: Any) -> tuple[Decimal, Decimal, Decimal]:
    places = more.pop("unitdp", 2)
    one = made(me, "Invoices", invoice(LineItems=lines, **more), unitdp=places)
    return Decimal(str(one["SubTotal"])), Decimal(str(one["TotalTax"])), Decimal(str(one["Total"]))


def numbers(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


@pytest.fixture
def fifteen(me: SignedIn) -> str:
    """A rate of 15 % for sales."""
    part = {"Name": "VAT", "Rate": 15}
    body = {"Name": "Fifteen", "ReportTaxType": "OUTPUT", "TaxComponents": [part]}
    return str(me.ok("PUT", "TaxRates", body)["TaxRates"][0]["TaxType"])


@pytest.mark.checklist(54, "documented")
def test_tax_is_rounded_for_each_line_and_then_added(me: SignedIn, fifteen: str) -> None:
    lines = [line(amount, TaxType=fifteen) for amount in (25.06, 25.61, 25.63)]
    assert figures(me, lines) == numbers("76.30", "11.44", "87.74")


@pytest.mark.checklist(54, "documented")
def test_half_pennies_go_up_not_to_the_even_one(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(LineItems=[line("2.165", Quantity=1)]))
    assert one["LineItems"][0]["UnitAmount"] == 2.17
    assert figures(me, [line("0.125", Quantity=1, TaxType="NONE")], unitdp=4)[0] == Decimal("0.13")
    assert figures(me, [line("10.125", Quantity=1, TaxType="ZERORATEDOUTPUT")], unitdp=4)[0] == Decimal("10.13")


@pytest.mark.checklist(54, "documented")
def test_a_discount_is_taken_before_rounding_and_the_total_discount_is_gross_less_net(
    me: SignedIn, fifteen: str
) -> None:
    one = made(me, "Invoices", invoice(LineItems=[line(19.95, DiscountRate=10, TaxType=fifteen)]))
    assert (one["LineItems"][0]["LineAmount"], one["LineItems"][0]["TaxAmount"]) == (17.96, 2.69)
    assert (one["TotalDiscount"], one["IsDiscounted"]) == (1.99, True)
    fixed = made(me, "Invoices", invoice(LineItems=[line(100, Quantity=2, DiscountAmount=50)]))
    assert (fixed["LineItems"][0]["LineAmount"], fixed["TotalDiscount"]) == (150.0, 50.0)
    for wrong in (line(DiscountRate=101), line(DiscountAmount=101)):
        assert (
            "must not be greater than the line total" in refusals(me, "PUT", "Invoices", invoice(LineItems=[wrong]))[0]
        )


@pytest.mark.checklist(54, "documented")
def test_unit_prices_have_two_places_before_multiplying_unless_four_were_asked_for(me: SignedIn) -> None:
    lines = [line("0.0149", Quantity=1000, TaxType="NONE")]
    assert figures(me, lines)[2] == Decimal("10")
    assert figures(me, lines, unitdp=4)[2] == Decimal("14.9")
    assert figures(me, [line(10, Quantity="0.33335", TaxType="NONE")])[2] == Decimal("3.33")


@pytest.mark.checklist(54, "documented")
@pytest.mark.parametrize(
    ("amounts_are", "expected"),
    [
        ("Exclusive", numbers("177.00", "35.40", "212.40")),
        ("Inclusive", numbers("147.50", "29.50", "177.00")),
        ("NoTax", numbers("177.00", "0.00", "177.00")),
    ],
)
def test_amounts_with_without_and_free_of_tax(me: SignedIn, amounts_are: str, expected: tuple[Decimal, ...]) -> None:
    assert figures(me, [line(177)], LineAmountTypes=amounts_are) == expected


@pytest.mark.checklist(54, "documented")
def test_included_tax_is_taken_out_of_each_line_negative_ones_too(me: SignedIn) -> None:
    part = {"Name": "VAT", "Rate": 12.5}
    rate = me.ok("PUT", "TaxRates", {"Name": "Old", "ReportTaxType": "OUTPUT", "TaxComponents": [part]})
    code = rate["TaxRates"][0]["TaxType"]
    one = made(
        me,
        "Invoices",
        invoice(LineItems=[line(177, TaxType=code), line(-79, TaxType=code)], LineAmountTypes="Inclusive"),
    )
    assert [each["TaxAmount"] for each in one["LineItems"]] == [19.67, -8.78]


@pytest.mark.checklist(54, "documented")
def test_a_line_amount_that_does_not_fit_is_refused_and_one_alone_gives_the_price(me: SignedIn) -> None:
    wrong = line(10, Quantity=3, LineAmount=31)
    assert refusals(me, "PUT", "Invoices", invoice(LineItems=[wrong])) == [
        "The line total 31.00 does not match the expected line total 30.00"
    ]
    alone = {"Description": "x", "Quantity": 4, "LineAmount": 10, "AccountCode": "200"}
    assert made(me, "Invoices", invoice(LineItems=[alone]))["LineItems"][0]["UnitAmount"] == 2.5
    assert refusals(me, "PUT", "Invoices", invoice(LineItems=[line(10_000_000_000)]))


@pytest.mark.checklist(55, "documented")
@pytest.mark.parametrize(("tolerance", "allowed"), [(100, True), (0, False)])
def test_a_given_tax_replaces_the_computed_one_within_a_tolerance(me: SignedIn, tolerance: int, allowed: bool) -> None:
    me.xero.admin("knobs", {"tax_tolerance_cents": tolerance})
    body = invoice(LineItems=[line(100, TaxAmount="20.01")])
    if allowed:
        assert made(me, "Invoices", body)["TotalTax"] == 20.01
    else:
        assert "too far from the calculated tax" in refusals(me, "PUT", "Invoices", body)[0]


@pytest.mark.checklist(55, "documented")
def test_an_edit_of_the_header_keeps_a_given_tax(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(LineItems=[line(100, TaxAmount="20.01")]))
    now = me.ok("POST", f"Invoices/{one['InvoiceID']}", {"Reference": "R"})["Invoices"][0]
    assert now["TotalTax"] == 20.01


@pytest.mark.checklist(55, "documented")
@pytest.mark.parametrize(
    ("tolerance", "off_by", "allowed"), [(10, "0.10", True), (10, "0.11", False), (0, "0.01", False)]
)
def test_given_totals_may_be_ten_pence_off_and_the_rest_goes_to_rounding(
    me: SignedIn, tolerance: int, off_by: str, allowed: bool
) -> None:
    me.xero.admin("knobs", {"total_tolerance_cents": tolerance})
    tax = Decimal(20) + Decimal(off_by)
    body = invoice(SubTotal="100.00", TotalTax=str(tax), Total=str(100 + tax))
    if not allowed:
        assert refusals(me, "PUT", "Invoices", body) == ["The invoice total does not equal the sum of the lines."]
        return
    assert made(me, "Invoices", body)["Total"] == float(100 + tax)
    ledger = me.xero.admin("ledger")
    assert {row["code"]: row["balance"] for row in ledger["trial_balance"]}["860"] == -0.1
    assert ledger["ties_out"] is True


@pytest.mark.checklist(55, "documented")
def test_given_totals_of_a_draft_and_a_single_total_are_left_out(me: SignedIn) -> None:
    assert made(me, "Invoices", invoice(Total=5))["Total"] == 120.0
    assert made(me, "Invoices", invoice(Status="DRAFT", SubTotal=1, TotalTax=1, Total=2))["Total"] == 120.0


UK_RATES = {
    **{"OUTPUT2": (20, "AQLR"), "INPUT2": (20, "AQEL"), "RROUTPUT": (5, "AQLR"), "RRINPUT": (5, "AQEL")},
    **{"ZERORATEDOUTPUT": (0, "AQLR"), "ZERORATEDINPUT": (0, "AQEL"), "EXEMPTOUTPUT": (0, "AQLR")},
    **{"EXEMPTINPUT": (0, "AQEL"), "NONE": (0, "AQELR"), "ECZROUTPUT": (0, "AQLR"), "ECZROUTPUTSERVICES": (0, "AQLR")},
    **{"ECACQUISITIONS": (0, "AQEL"), "ECZRACQUISITIONS": (0, "AQEL"), "REVERSECHARGES": (0, "AQEL")},
    **{"DRCHARGE20": (0, "AQLR"), "DRCHARGE5": (0, "AQLR"), "DRCHARGESUPPLY20": (0, "AQEL")},
    **{"DRCHARGESUPPLY5": (0, "AQEL"), "GSTONIMPORTS": (0, "L"), "CAPEXINPUT2": (20, "A"), "CAPEXOUTPUT2": (20, "A")},
}
ACCOUNT_OF = {"A": "710", "Q": "950", "E": "429", "L": "850", "R": "200"}


@pytest.mark.checklist(56, "documented")
@pytest.mark.parametrize("code", UK_RATES)
def test_every_uk_rate_counts_as_it_should_and_sits_on_its_account_classes_only(me: SignedIn, code: str) -> None:
    rate, letters = UK_RATES[code]
    lines = [line(100, AccountCode=account, TaxType=code) for account in ACCOUNT_OF.values()]
    body = {"Invoices": [invoice(LineItems=[each]) for each in lines]}
    found = me.ok("PUT", "Invoices", body, summarizeErrors=False)["Invoices"]
    for letter, one in zip(ACCOUNT_OF, found, strict=True):
        if letter in letters:
            assert one["TotalTax"] == rate, (code, letter)
        else:
            words = f"The TaxType code '{code}' cannot be used with account code '{ACCOUNT_OF[letter]}'."
            assert one["ValidationErrors"] == [{"Message": words}], (code, letter)


@pytest.mark.checklist(56, "documented")
def test_archived_deleted_and_unknown_rates_are_refused(me: SignedIn) -> None:
    part = {"Name": "VAT", "Rate": 3}
    own = me.ok("PUT", "TaxRates", {"Name": "Own", "ReportTaxType": "OUTPUT", "TaxComponents": [part]})["TaxRates"][0]
    assert made(me, "Invoices", invoice(LineItems=[line(TaxType=own["TaxType"])]))["TotalTax"] == 3.0
    me.ok("POST", "TaxRates", {"TaxType": own["TaxType"], "Status": "DELETED"})
    for code in (own["TaxType"], "SROUTPUT", "20% (VAT on Income)", "NOPE"):
        messages = refusals(me, "PUT", "Invoices", invoice(LineItems=[line(TaxType=code)]))
        assert messages == [f"TaxType code '{code}' does not exist or cannot be used for this type of transaction."]


@pytest.mark.checklist(56, "documented")
def test_the_default_tax_comes_from_the_contact_else_from_the_account(me: SignedIn) -> None:
    assert (
        made(me, "Invoices", invoice(LineItems=[line(AccountCode="230")]))["LineItems"][0]["TaxType"]
        == "ZERORATEDOUTPUT"
    )
    made(me, "Contacts", {"Name": "Exempt", "AccountsReceivableTaxType": "EXEMPTOUTPUT"})
    one = made(me, "Invoices", invoice(Contact={"Name": "Exempt"}))
    assert one["LineItems"][0]["TaxType"] == "EXEMPTOUTPUT"
    assert one["TotalTax"] == 0.0


@pytest.mark.checklist(56, "documented")
@pytest.mark.parametrize(
    ("organisation", "rates", "no_tax", "sales_tax"),
    [
        (NZ, {"OUTPUT2", "INPUT2", "ZERORATED", "NONE", "GSTONIMPORTS", "OUTPUT", "INPUT"}, "NONE", 15.0),
        (
            "Sydney Supplies",
            {
                *("OUTPUT", "INPUT", "EXEMPTOUTPUT", "EXEMPTEXPENSES", "EXEMPTCAPITAL", "EXEMPTEXPORT", "CAPEXINPUT"),
                *("INPUTTAXED", "BASEXCLUDED", "GSTONIMPORTS", "GSTONCAPIMPORTS"),
            },
            "BASEXCLUDED",
            10.0,
        ),
    ],
)
def test_the_tables_of_new_zealand_and_australia(
    xero: PracticeProcess, organisation: str, rates: set[str], no_tax: str, sales_tax: float
) -> None:
    if organisation != NZ:
        xero.admin("organisations", {"country": "AU", "name": organisation})
    me = xero.sign_in(organisation)
    assert {each["TaxType"] for each in me.ok("GET", "TaxRates")["TaxRates"]} == rates
    assert made(me, "Invoices", invoice())["TotalTax"] == sales_tax
    free = made(me, "Invoices", invoice(LineAmountTypes="NoTax"))
    assert (free["LineItems"][0]["TaxType"], free["TotalTax"]) == (no_tax, 0.0)
    assert me.ok("GET", "TaxRates/INPUT")["TaxRates"][0]["CanApplyToRevenue"] is False

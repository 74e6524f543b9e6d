"""Xero's real messages, each with the cause and the field that a bookkeeper is to be shown."""

import pytest

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.refusal_words import KNOWN_MESSAGES, read_refusal

# The texts are Xero's own as collected in xero-api.md 4.2, 4.4, 5.2, 5.3, 5.5, 5.11, 6.3 and seen in the practice Xero.
TEXTS = (
    ("The contact name Ann Ltd is already assigned to another contact. The contact name must be unique across all "
     "active contacts.", "name", "Xero already has a contact named “Ann Ltd”"),
    ("The Account Number already exists. Please enter a different Account Number.", "code", "account number"),
    ("The Contact Number already exists. Please enter a different Contact Number.", "code", "customer code"),
    ("The specified contact details matched an archived contact. Archived contacts cannot currently be edited via the "
     "API.", "customer", "archived"),
    ("The contact with the specified contact details has been archived. The contact must be un-archived before "
     "creating new invoices or credit notes.", "customer", "archived"),
    ("Unable to assign an Archived contact.", "customer", "archived"),
    ("Email address must be valid", "email", "e-mail"),
    ("The contact name cannot contain the characters < or >.", "name", "no < or >"),
    ("The contact name must be specified.", "name", "no name"),
    ("The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, "
     "ContactNumber", "customer", "which customer"),
    ("A Contact must be specified for this type of transaction", "customer", "which customer"),
    ("The Contact with ContactID 8d3e could not be found", "customer", "no longer has"),
    ("The Country field may contain letters only.", "address", "country"),
    ("The ContactNumber field may not be longer than 50 characters.", "code", "longer than the 50"),
    ("The Name field may not be longer than 255 characters.", "name", "longer than the 255"),
    ("The EmailAddress field may not be longer than 255 characters.", "email", "longer than the 255"),
    ("The TaxNumber field may not be longer than 50 characters.", "vat_number", "VAT number"),
    ("The PhoneNumber field may not be longer than 50 characters.", "phone", "phone"),
    ("The PostalCode field may not be longer than 50 characters.", "address", "address"),
    ("Invoice # must be unique.", "number", "document of this number"),
    ("Credit Note # must be unique.", "number", "credit note of this number"),
    ("The InvoiceNumber may contain printable ASCII characters only.", "number", "plain letters"),
    ("The CreditNoteNumber field may not be longer than 255 characters.", "number", "longer than the 255"),
    ("The document DueDate field must be specified.", "due_on", "no due date"),
    ("One or more line items must be specified", "lines", "no lines"),
    ("Description is required for each line item.", "description", "no description"),
    ("The Description field may not be longer than 4000 characters.", "description", "longer than the 4000"),
    ("Account code '' is not a valid code for this document.", "account_code", "A line has no account"),
    ("Account code '090' is not a valid code for this document.", "account_code", "Account 090"),
    ("Account code '260' has been archived, or has been deleted. Each line item must reference a valid account.",
     "account_code", "Account 260 is archived"),
    ("Account code ''476'' has been removed as it does not match a recognised account.", "account_code", "account 476"),
    ("Account Code is too long. Maximum of 10 characters allowed", "account_code", "10 characters"),
    ("The TaxType code 'OUTPUT2' cannot be used with account code '400'.", "vat_code", "OUTPUT2"),
    ("TaxType code 'SROUTPUT' does not exist or cannot be used for this type of transaction.", "vat_code", "SROUTPUT"),
    ("Error converting value \"20% (VAT on Income)\" to type 'TaxType'", "vat_code", "tax rate"),
    ("The tax amount 4.10 is too far from the calculated tax amount 4.00.", "vat_code", "not what Xero computes"),
    ("The line total 10.01 does not match the expected line total 10.00", "lines", "10.01 here and to 10.00 in Xero"),
    ("The line amount is too large.", "lines", "larger than Xero takes"),
    ("Discounts can be used on sales invoices and quotes only.", "discount", "no discount"),
    ("The discount rate '120' is invalid. Discount must not be greater than the line total", "discount", "more than"),
    ("The Quantity field may not be longer than 13 characters.", "quantity", "quantity"),
    ("The Reference field may not be longer than 255 characters.", "reference", "reference"),
    ("The invoice total does not equal the sum of the lines.", "lines", "sum of the lines"),
    ("The invoice total cannot be negative.", "lines", "negative"),
    ("The document date cannot be before the period lock date, currently set at 31/10/2026", "issued_on", "31/10/2026"),
    ("The document date cannot be before the end of year lock date, currently set at 31 March 2026",
     "issued_on", "closed in Xero until 31 March 2026"),
    ("Organisation is not subscribed to currency EUR", "currency", "EUR"),
    ("You have reached the limit of invoices you can approve", "approve_on_send", "plan"),
    ("Invoice not of valid status for creation", "status", "new document"),
    ("Invoice not of valid status for modification", "status", "cannot be changed"),
    ("This document cannot be edited as it has a payment or credit note allocated to it.", "lines", "paid or credited"),
    ("To update fields on a paid invoice line item, you must supply a LineItemID", "lines", "paid or credited"),
    ("The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it.",
     "status", "does not void"),
    ("Item code 'ABC' is not valid.", "lines", "no item ABC"),
    ("Price List Item with Code ''abc'' already exists", "lines", "item of this code"),
    ("The tracking option 'North' does not exist or is not active.", "lines", "North"),
    ("Payment amount exceeds the amount outstanding on this document", "amount", "still open"),
    ("Payments can only be made against Authorised documents", "document", "not approved"),
    ("Account could not be found", "method", "account of its payment method"),
    ("Payment amount must be greater than zero.", "amount", "not more than nothing"),
    ("Only Status accepted for updates.", "amount", "does not change payments"),
    ("Payments within a batch cannot be deleted.", "status", "batch"),
    ("This payment has been reconciled and cannot be deleted", "status", "matched the payment with the bank"),
    ("This payment has already been deleted", "status", "taken back in Xero already"),
    ("An existing Invoice with the specified InvoiceID could not be found", "document", "no longer has the invoice"),
    ("An existing Credit Note with the specified CreditNoteID could not be found", "document", "credit note"),
    ("The allocated amount exceeds the remaining credit.", "amount", "left of the credit note"),
    ("The allocated amount exceeds the amount outstanding on the invoice.", "amount", "open on it"),
    ("The credit and the invoice must have the same contact.", "customer", "different customers"),
    ("The document with the supplied id was not found for this endpoint.", "status", "no longer has this record"),
    ("The Organisation is offline", "", "maintenance"),
    ("Xero did not save it and gave no reason.", "", "gave no reason"),
)  # fmt: skip
KINDS_OF_FIELD = {
    *("name", "code", "email", "phone", "vat_number", "address", "customer", "number", "reference", "due_on"),
    *("issued_on", "paid_on", "lines", "description", "quantity", "discount", "account_code", "vat_code", "currency"),
    *("amount", "document", "method", "status", "approve_on_send", ""),
}


@pytest.mark.parametrize(("raw", "field", "words"), TEXTS)
def test_a_message_of_xeros_says_its_cause_and_the_field_to_mend(raw: str, field: str, words: str) -> None:
    refusal = read_refusal(raw)
    assert refusal.is_known
    assert refusal.field == field
    assert words.casefold() in refusal.cause.casefold()
    assert refusal.remedy.endswith((".", ")."))
    assert refusal.raw == raw
    assert "TaxType" not in refusal.cause
    assert "LineItem" not in refusal.cause


def test_at_least_forty_messages_are_known_and_every_field_is_one_of_ours() -> None:
    assert KNOWN_MESSAGES >= 40
    assert len({read_refusal(raw).cause for raw, _, _ in TEXTS}) >= 40
    assert {field for _, field, _ in TEXTS} <= KINDS_OF_FIELD


def test_case_and_small_changes_of_wording_do_not_matter() -> None:
    assert read_refusal("INVOICE # MUST BE UNIQUE").field == "number"
    assert read_refusal("Email address must be valid.").field == "email"


def test_a_locked_day_is_the_payments_own_day_for_a_payment() -> None:
    raw = "The payment date cannot be before the period lock date, currently set at 31/10/2026"
    assert read_refusal(raw, RecordKind.PAYMENT).field == "paid_on"
    assert read_refusal(raw, RecordKind.INVOICE).field == "issued_on"


def test_several_messages_give_several_causes_and_the_first_says_what_to_mend() -> None:
    raw = "The document DueDate field must be specified.; Account code '999' is not a valid code for this document."
    refusal = read_refusal(raw)
    assert refusal.cause == "It has no due date; Account 999 cannot be used on a sales document"
    assert refusal.field == "due_on"


def test_a_general_message_is_not_said_beside_an_exact_one() -> None:
    raw = (
        "This document cannot be edited as it has a payment or credit note allocated to it.; "
        "Invoice not of valid status for modification"
    )
    assert (
        read_refusal(raw).cause
        == "It is paid or credited at least in part in Xero, so its amounts stand there as they are"
    )


def test_an_answer_without_words_of_ours_is_shown_as_it_came() -> None:
    refusal = read_refusal("The flux is not capacitated.")
    assert (refusal.cause, refusal.is_known, refusal.field) == ("The flux is not capacitated", False, "")
    assert "Do not send" in refusal.remedy
    assert read_refusal("  ").cause == "Xero gave no reason"


def test_braces_in_a_name_do_no_harm() -> None:
    raw = "The contact name {0} & {ann} is already assigned to another contact."
    assert read_refusal(raw).cause == "Xero already has a contact named “{0} & {ann}”"

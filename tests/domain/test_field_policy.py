"""The rules of fields: which there are, how they are written down, and what a field is without one."""

from safe_desktop.domain.field_policy import RULED_FIELDS, FieldPolicy, Rule, field_of, ruled_field, rules_from, written
from safe_desktop.domain.reconciling import AMOUNT_FIELDS
from safe_desktop.domain.record_kind import RecordKind


def test_rules_are_read_as_they_were_written_and_those_that_ask_are_left_out() -> None:
    rules = {
        "customer.email": Rule(FieldPolicy.TAKE_THEIRS, also_both=True),
        "document.due_on": Rule(FieldPolicy.KEEP_OURS),
        "document.reference": Rule(),
    }
    assert rules_from(written(rules)) == {key: rules[key] for key in ("customer.email", "document.due_on")}
    assert rules_from(None) == {}


def test_a_rule_that_this_program_does_not_know_is_no_rule() -> None:
    text = '{"customer.shoe_size": {"policy": "take_theirs"}, "customer.email": {"policy": "toss_a_coin"}}'
    assert rules_from(text) == {}


def test_amounts_that_both_changed_can_never_have_a_rule() -> None:
    text = '{"document.amounts": {"policy": "take_theirs", "also_both": true}}'
    assert rules_from(text) == {"document.amounts": Rule(FieldPolicy.TAKE_THEIRS, also_both=False)}


def test_the_amounts_of_a_document_are_one_field_and_payments_have_none() -> None:
    amounts = ruled_field("document.amounts")
    assert {field_of(RecordKind.CREDIT_NOTE, name) for name in AMOUNT_FIELDS} == {amounts}
    assert field_of(RecordKind.CUSTOMER, "name") == ruled_field("customer.name")
    assert field_of(RecordKind.INVOICE, "name") is None
    assert field_of(RecordKind.PAYMENT, "amount") is None
    assert len({one.key for one in RULED_FIELDS}) == len(RULED_FIELDS)

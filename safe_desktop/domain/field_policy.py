"""What is done by itself about a field that differs: ask, keep ours, take Xero's. The fields that may have a rule.

Pure words and rules; who carries one out is `engine.deciding.by_policy`. Payments have none: Xero changes no payment,
so a payment that differs is always a question.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from safe_desktop.domain.reconciling import AMOUNT_FIELDS
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind


class FieldPolicy(StrEnum):
    """What is done where only Xero changed the field. The value is stored; `label` is on the screen."""

    ASK = "ask"
    KEEP_OURS = "keep_ours"
    TAKE_THEIRS = "take_theirs"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    FieldPolicy.ASK: "Ask me",
    FieldPolicy.KEEP_OURS: "Keep ours",
    FieldPolicy.TAKE_THEIRS: "Take Xero’s",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The policy of one field; `also_both` where it holds too if both sides changed it."""

    policy: FieldPolicy = FieldPolicy.ASK
    also_both: bool = False

    @property
    def words(self) -> str:
        """The rule as a person reads it."""
        return f"{self.policy.label}, also where both changed" if self.also_both else self.policy.label


ASKS = Rule()


@dataclass(frozen=True, slots=True)
class RuledField:
    """One field, or the fields that are settled together, of one kind of record."""

    key: str
    label: str
    of_customers: bool
    fields: tuple[str, ...]
    may_be_both: bool = True

    @property
    def record(self) -> str:
        """Whose field it is, as a heading."""
        return "Customer" if self.of_customers else "Invoice or credit note"


RULED_FIELDS = (
    RuledField("customer.name", "Name", True, ("name",)),
    RuledField("customer.email", "E-mail", True, ("email",)),
    RuledField("customer.phone", "Phone", True, ("phone",)),
    RuledField("customer.vat_number", "VAT number", True, ("vat_number",)),
    RuledField("customer.address", "Address", True, ("address",)),
    RuledField("document.number", "Number", False, ("number",)),
    RuledField("document.contact", "Customer", False, ("contact",)),
    RuledField("document.issued_on", "Date", False, ("issued_on",)),
    RuledField("document.due_on", "Due date", False, ("due_on",)),
    RuledField("document.reference", "Reference", False, ("reference",)),
    # Money that both sides changed is never settled without a person.
    RuledField("document.amounts", "Amounts, VAT and accounts", False, AMOUNT_FIELDS, may_be_both=False),
)
_BY_KEY = {one.key: one for one in RULED_FIELDS}


def ruled_field(key: str) -> RuledField | None:
    """The field of this key, such as `customer.email`; None if there is none."""
    return _BY_KEY.get(key)


def field_of(kind: RecordKind, field: str) -> RuledField | None:
    """Which ruled field a compared field of such a record belongs to; None if it is always asked about."""
    if kind is not RecordKind.CUSTOMER and kind not in DOCUMENT_KINDS:
        return None
    of_customers = kind is RecordKind.CUSTOMER
    return next((one for one in RULED_FIELDS if one.of_customers is of_customers and field in one.fields), None)


def rules_from(text: str | None) -> dict[str, Rule]:
    """The rules as they were written by `written`; fields that are not named ask."""
    found: dict[str, Rule] = {}
    for key, told in (json.loads(text) if text else {}).items():
        one = ruled_field(key)
        if one is not None and told.get("policy") in set(FieldPolicy):
            found[key] = Rule(FieldPolicy(told["policy"]), bool(told.get("also_both")) and one.may_be_both)
    return found


def written(rules: Mapping[str, Rule]) -> str:
    """The rules in one text that `rules_from` reads; those that only ask are left out."""
    told = {key: {"policy": rule.policy.value, "also_both": rule.also_both} for key, rule in rules.items()}
    return json.dumps({key: one for key, one in told.items() if one["policy"] != FieldPolicy.ASK}, sort_keys=True)

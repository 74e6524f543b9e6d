"""The book's tables as peewee sees them. Private to `store`: no row of these leaves it.

What a person writes down is here, what passed between the book and Xero in `sync_tables`, money to be matched in
`receipt_tables`; this module offers all. The format itself is `schema_v1` and after; a test holds both against each
other.
"""

from peewee import AutoField, BooleanField, IntegerField, Model, TextField

from safe_desktop.store.receipt_tables import (
    MatchingRuleRow,
    ReceiptClaimRow,
    ReceiptDecisionRow,
    ReceiptRow,
    ReceiptVerdictRow,
)
from safe_desktop.store.sync_tables import (
    CursorRow,
    LinkRow,
    LockDecisionRow,
    MismatchRow,
    OutboxRow,
    RequestRow,
    RunItemRow,
    RunRow,
    XeroAccountRow,
    XeroCopyRow,
    XeroTaxRateRow,
)

__all__ = [
    "TABLES",
    "ActivityRow",
    "AllocationRow",
    "CursorRow",
    "CustomerRow",
    "DocumentRow",
    "LineRow",
    "LinkRow",
    "LockDecisionRow",
    "MatchingRuleRow",
    "MismatchRow",
    "OutboxRow",
    "PaymentMethodRow",
    "PaymentRow",
    "ReceiptClaimRow",
    "ReceiptDecisionRow",
    "ReceiptRow",
    "ReceiptVerdictRow",
    "RequestRow",
    "RunItemRow",
    "RunRow",
    "SettingRow",
    "VatCodeRow",
    "XeroAccountRow",
    "XeroCopyRow",
    "XeroTaxRateRow",
]


class CustomerRow(Model):
    id = AutoField()
    name = TextField()
    name_key = TextField()
    code = TextField(default="")
    email = TextField(default="")
    phone = TextField(default="")
    vat_number = TextField(default="")
    address_lines = TextField(default="[]")
    city = TextField(default="")
    region = TextField(default="")
    postcode = TextField(default="")
    country = TextField(default="")
    is_archived = BooleanField(default=False)
    revision = IntegerField(default=1)
    standing = TextField(default="Not sent")
    standing_reason = TextField(default="")
    held_back = TextField(default="")
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "customer"


class DocumentRow(Model):
    id = AutoField()
    kind = TextField()
    number = TextField()
    number_key = TextField()
    customer_id = IntegerField()
    customer_name = TextField()
    issued_on = TextField()
    due_on = TextField()
    reference = TextField(default="")
    currency = TextField()
    tax_mode = TextField()
    status = TextField()
    subtotal_minor = IntegerField()
    tax_minor = IntegerField()
    total_minor = IntegerField()
    settled_minor = IntegerField(default=0)
    open_minor = IntegerField()
    source_hash = TextField(default="")
    revision = IntegerField(default=1)
    standing = TextField(default="Not sent")
    standing_reason = TextField(default="")
    held_back = TextField(default="")
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "document"


class LineRow(Model):
    id = AutoField()
    document_id = IntegerField()
    position = IntegerField()
    description = TextField()
    quantity_e4 = IntegerField()
    unit_price_e4 = IntegerField()
    vat_code = TextField(default="")
    vat_rate_e4 = IntegerField(default=0)
    account_code = TextField(default="")
    discount_e4 = IntegerField(default=0)
    amount_minor = IntegerField()
    tax_minor = IntegerField()

    class Meta:
        table_name = "line"


class PaymentMethodRow(Model):
    id = AutoField()
    name = TextField()
    xero_account_code = TextField(default="")
    hold_days = IntegerField(default=0)

    class Meta:
        table_name = "payment_method"


class VatCodeRow(Model):
    code = TextField(primary_key=True)
    name = TextField()
    rate_e4 = IntegerField()
    xero_tax_type = TextField(null=True)

    class Meta:
        table_name = "vat_code"


class PaymentRow(Model):
    id = AutoField()
    customer_id = IntegerField()
    document_id = IntegerField(null=True)
    paid_on = TextField()
    amount_minor = IntegerField()
    currency = TextField()
    method_id = IntegerField()
    reference = TextField(default="")
    marker = TextField()
    status = TextField()
    origin = TextField()
    source_hash = TextField(default="")
    revision = IntegerField(default=1)
    debit_status = TextField(default="")
    debit_on = TextField(default="")
    standing = TextField(default="Not sent")
    standing_reason = TextField(default="")
    held_back = TextField(default="")
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "payment"


class AllocationRow(Model):
    id = AutoField()
    document_id = IntegerField()
    payment_id = IntegerField(null=True)
    credit_note_id = IntegerField(null=True)
    amount_minor = IntegerField()

    class Meta:
        table_name = "allocation"


class ActivityRow(Model):
    seq = IntegerField(primary_key=True)
    at = TextField()
    actor = TextField()
    action = TextField()
    record_kind = TextField()
    record_id = IntegerField(null=True)
    label = TextField()
    detail = TextField()
    previous_hash = TextField()
    hash = TextField()

    class Meta:
        table_name = "activity"


class SettingRow(Model):
    name = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"


TABLES = (
    CustomerRow,
    DocumentRow,
    LineRow,
    PaymentMethodRow,
    VatCodeRow,
    PaymentRow,
    AllocationRow,
    LinkRow,
    XeroCopyRow,
    RequestRow,
    OutboxRow,
    CursorRow,
    RunRow,
    RunItemRow,
    MismatchRow,
    ActivityRow,
    SettingRow,
    XeroAccountRow,
    XeroTaxRateRow,
    LockDecisionRow,
    ReceiptRow,
    ReceiptVerdictRow,
    ReceiptDecisionRow,
    ReceiptClaimRow,
    MatchingRuleRow,
)

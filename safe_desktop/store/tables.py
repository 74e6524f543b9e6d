"""The book's tables as peewee sees them. Private to `store`: no row of these leaves it.

The format itself is `schema_v1`; a test holds the two against each other.
"""

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CompositeKey,
    FloatField,
    IntegerField,
    Model,
    TextField,
)


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


class LinkRow(Model):
    id = AutoField()
    kind = TextField()
    local_id = IntegerField()
    xero_id = TextField()
    agreed = TextField()
    agreed_revision = IntegerField()
    agreed_at = TextField()

    class Meta:
        table_name = "link"


class XeroCopyRow(Model):
    kind = TextField()
    xero_id = TextField()
    natural_key = TextField(default="")
    owner_id = TextField(default="")
    body = BlobField()
    updated_at = TextField()

    class Meta:
        table_name = "xero_copy"
        primary_key = CompositeKey("kind", "xero_id")


class RequestRow(Model):
    id = AutoField()
    idempotency_key = TextField()
    method = TextField()
    path = TextField()
    query = TextField()
    body = BlobField()
    body_sha256 = TextField()
    sent_at = TextField()
    answered_at = TextField(null=True)
    outcome = TextField(default="")

    class Meta:
        table_name = "request"


class OutboxRow(Model):
    id = AutoField()
    kind = TextField()
    operation = TextField()
    local_id = IntegerField()
    revision = IntegerField()
    state = TextField()
    request_id = IntegerField(null=True)
    natural_key = TextField()
    element = TextField()
    attempt = IntegerField(default=1)
    outcome = TextField(default="")
    unsure_since = FloatField(null=True)
    unsure_epoch = TextField(default="")
    negative_reads = IntegerField(default=0)
    epoch = IntegerField(default=1)
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "outbox"


class CursorRow(Model):
    list = TextField(primary_key=True)
    since = TextField(null=True)
    read_at = TextField()

    class Meta:
        table_name = "cursor"


class RunRow(Model):
    id = AutoField()
    reason = TextField()
    started_at = TextField()
    finished_at = TextField(null=True)
    result = TextField(default="running")
    looked_at = IntegerField(default=0)
    sent = IntegerField(default=0)
    same = IntegerField(default=0)
    skipped = IntegerField(default=0)
    refused = IntegerField(default=0)
    received = IntegerField(default=0)
    calls = IntegerField(default=0)
    words = TextField(default="")

    class Meta:
        table_name = "run"


class RunItemRow(Model):
    run_id = IntegerField()
    kind = TextField()
    local_id = IntegerField(null=True)
    label = TextField()
    outcome = TextField()
    reason = TextField(default="")

    class Meta:
        table_name = "run_item"


class MismatchRow(Model):
    id = AutoField()
    kind = TextField()
    record_kind = TextField()
    local_id = IntegerField(null=True)
    xero_id = TextField(default="")
    field = TextField(default="")
    label = TextField()
    customer_name = TextField(default="")
    ours = TextField(default="")
    theirs = TextField(default="")
    agreed = TextField(default="")
    apart_minor = IntegerField(null=True)
    currency = TextField(default="")
    reason = TextField()
    found_at = TextField()
    settled_at = TextField(null=True)
    settled_how = TextField(default="")

    class Meta:
        table_name = "mismatch"


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


class XeroAccountRow(Model):
    account_id = TextField(primary_key=True)
    code = TextField()
    name = TextField()
    kind = TextField()
    account_class = TextField()
    status = TextField()
    takes_payments = BooleanField()
    tax_type = TextField()
    system = TextField()

    class Meta:
        table_name = "xero_account"


class XeroTaxRateRow(Model):
    tax_type = TextField(primary_key=True)
    name = TextField()
    rate_e4 = IntegerField()
    status = TextField()
    for_revenue = BooleanField()

    class Meta:
        table_name = "xero_tax_rate"


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
)

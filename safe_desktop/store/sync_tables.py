"""The tables of what passed between the book and Xero, as peewee sees them. Private to `store`, see `tables`."""

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
    run_id = IntegerField(null=True)

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
    earlier = TextField(default="")

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
    asked = TextField(default="")

    class Meta:
        table_name = "mismatch"


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
    currency = TextField(default="")

    class Meta:
        table_name = "xero_account"


class XeroTaxRateRow(Model):
    tax_type = TextField(primary_key=True)
    name = TextField()
    rate_e4 = IntegerField()
    status = TextField()
    account_classes = TextField()

    class Meta:
        table_name = "xero_tax_rate"


class LockDecisionRow(Model):
    kind = TextField()
    local_id = IntegerField()
    revision = IntegerField()
    locked_until = TextField()
    reason = TextField()
    decided_at = TextField()

    class Meta:
        table_name = "lock_decision"
        primary_key = CompositeKey("kind", "local_id")

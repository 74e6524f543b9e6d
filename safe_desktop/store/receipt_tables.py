"""The tables of money that came and what was decided about it, as peewee sees them. Private to `store`."""

from peewee import AutoField, BlobField, BooleanField, FloatField, IntegerField, Model, TextField


class ReceiptRow(Model):
    id = AutoField()
    source = TextField()
    source_key = TextField()
    account_code = TextField(default="")
    came_on = TextField()
    amount_minor = IntegerField()
    currency = TextField()
    kind = TextField(default="")
    payee = TextField(default="")
    reference = TextField(default="")
    narrative = TextField(default="")
    xero_id = TextField(default="")
    customer_id = IntegerField(null=True)
    state = TextField(default="open")
    note = TextField(default="")
    decided_by = TextField(default="")
    created_at = TextField()
    updated_at = TextField()

    class Meta:
        table_name = "receipt"


class ReceiptVerdictRow(Model):
    receipt_id = IntegerField(primary_key=True)
    situation = TextField()
    decision = TextField()
    confidence = FloatField()
    body = BlobField()
    made_at = TextField()

    class Meta:
        table_name = "receipt_verdict"


class ReceiptDecisionRow(Model):
    id = AutoField()
    receipt_id = IntegerField()
    act = TextField()
    situation = TextField(default="")
    decided_at = TextField()
    decided_by = TextField()
    words = TextField()
    body = BlobField()
    state_before = TextField()
    note_before = TextField(default="")
    ended_at = TextField(null=True)
    ended_how = TextField(default="")

    class Meta:
        table_name = "receipt_decision"


class ReceiptClaimRow(Model):
    payment_id = IntegerField(primary_key=True)
    decision_id = IntegerField()
    is_made = BooleanField()

    class Meta:
        table_name = "receipt_claim"


class MatchingRuleRow(Model):
    id = AutoField()
    position = IntegerField()
    name = TextField()
    contains = TextField(default="")
    least_minor = IntegerField(null=True)
    most_minor = IntegerField(null=True)
    customer_id = IntegerField(null=True)
    method_id = IntegerField(null=True)
    act = TextField()
    is_on = BooleanField(default=False)
    created_at = TextField()

    class Meta:
        table_name = "matching_rule"

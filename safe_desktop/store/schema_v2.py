"""The book's second format, as plain SQL: money that came, what was decided about it, what Xero had before. Frozen.

Two promises are kept by the database itself: a receipt has one decision that stands, and a payment is one receipt's.
"""

STEPS = (
    """CREATE TABLE receipt (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, source_key TEXT NOT NULL UNIQUE,
        account_code TEXT NOT NULL DEFAULT '', came_on TEXT NOT NULL, amount_minor INTEGER NOT NULL,
        currency TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '', payee TEXT NOT NULL DEFAULT '',
        reference TEXT NOT NULL DEFAULT '', narrative TEXT NOT NULL DEFAULT '', xero_id TEXT NOT NULL DEFAULT '',
        customer_id INTEGER REFERENCES customer(id), state TEXT NOT NULL DEFAULT 'open',
        note TEXT NOT NULL DEFAULT '', decided_by TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
    "CREATE INDEX receipt_state ON receipt(state, currency)",
    "CREATE INDEX receipt_source ON receipt(source, state)",
    """CREATE TABLE receipt_verdict (
        receipt_id INTEGER PRIMARY KEY REFERENCES receipt(id) ON DELETE CASCADE,
        situation TEXT NOT NULL, decision TEXT NOT NULL, confidence REAL NOT NULL, body BLOB NOT NULL,
        made_at TEXT NOT NULL)""",
    """CREATE TABLE receipt_decision (
        id INTEGER PRIMARY KEY, receipt_id INTEGER NOT NULL REFERENCES receipt(id), act TEXT NOT NULL,
        situation TEXT NOT NULL DEFAULT '', decided_at TEXT NOT NULL, decided_by TEXT NOT NULL,
        words TEXT NOT NULL, body BLOB NOT NULL, state_before TEXT NOT NULL, note_before TEXT NOT NULL DEFAULT '',
        ended_at TEXT, ended_how TEXT NOT NULL DEFAULT '')""",
    "CREATE UNIQUE INDEX receipt_decision_stands ON receipt_decision(receipt_id) WHERE ended_at IS NULL",
    "CREATE INDEX receipt_decision_receipt ON receipt_decision(receipt_id)",
    """CREATE TABLE receipt_claim (
        payment_id INTEGER PRIMARY KEY REFERENCES payment(id),
        decision_id INTEGER NOT NULL REFERENCES receipt_decision(id), is_made INTEGER NOT NULL)""",
    "CREATE INDEX receipt_claim_decision ON receipt_claim(decision_id)",
    """CREATE TABLE matching_rule (
        id INTEGER PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, contains TEXT NOT NULL DEFAULT '',
        least_minor INTEGER, most_minor INTEGER, customer_id INTEGER REFERENCES customer(id),
        method_id INTEGER REFERENCES payment_method(id), act TEXT NOT NULL, is_on INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL)""",
    # What the client was asked about a difference, while it waits for the answer.
    "ALTER TABLE mismatch ADD COLUMN asked TEXT NOT NULL DEFAULT ''",
    # A bank account's own currency, which a statement without any is in; empty until the chart is read again.
    "ALTER TABLE xero_account ADD COLUMN currency TEXT NOT NULL DEFAULT ''",
    # What Xero had until this change was told, as the element that gives it back.
    "ALTER TABLE outbox ADD COLUMN earlier TEXT NOT NULL DEFAULT ''",
)

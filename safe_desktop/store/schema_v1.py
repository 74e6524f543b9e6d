"""The book's first format, as plain SQL. Frozen: a shipped step is never edited; what changes later is a new step."""

STEPS = (
    """CREATE TABLE customer (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, code TEXT NOT NULL DEFAULT '',
        email TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', vat_number TEXT NOT NULL DEFAULT '',
        address_lines TEXT NOT NULL DEFAULT '[]', city TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '',
        postcode TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '',
        is_archived INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 1,
        standing TEXT NOT NULL DEFAULT 'Not sent', standing_reason TEXT NOT NULL DEFAULT '',
        held_back TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX customer_name ON customer(name_key) WHERE is_archived = 0",
    "CREATE UNIQUE INDEX customer_code ON customer(code) WHERE code <> ''",
    "CREATE INDEX customer_standing ON customer(standing)",
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, number_key TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer(id), customer_name TEXT NOT NULL,
        issued_on TEXT NOT NULL, due_on TEXT NOT NULL, reference TEXT NOT NULL DEFAULT '',
        currency TEXT NOT NULL, tax_mode TEXT NOT NULL, status TEXT NOT NULL,
        subtotal_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, total_minor INTEGER NOT NULL,
        settled_minor INTEGER NOT NULL DEFAULT 0, open_minor INTEGER NOT NULL, source_hash TEXT NOT NULL DEFAULT '',
        revision INTEGER NOT NULL DEFAULT 1, standing TEXT NOT NULL DEFAULT 'Not sent',
        standing_reason TEXT NOT NULL DEFAULT '', held_back TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX document_number ON document(kind, number_key)",
    # All that a balance needs is in the index: the table of customers reads no document.
    "CREATE INDEX document_customer ON document(customer_id, currency, kind, status, due_on, open_minor)",
    "CREATE INDEX document_by_name ON document(customer_name COLLATE NOCASE)",
    "CREATE INDEX document_by_number ON document(number COLLATE NOCASE)",
    "CREATE INDEX document_issued ON document(issued_on, status, currency, kind, total_minor)",
    "CREATE INDEX document_due ON document(due_on)",
    "CREATE INDEX document_reference ON document(reference COLLATE NOCASE)",
    # A credit note's amounts count down, on screen and in sums.
    "CREATE INDEX document_total ON document(CASE kind WHEN 'invoice' THEN total_minor ELSE -total_minor END)",
    "CREATE INDEX document_open ON document(CASE kind WHEN 'invoice' THEN open_minor ELSE -open_minor END)",
    "CREATE INDEX document_standing ON document(standing)",
    "CREATE INDEX document_status ON document(status)",
    """CREATE TABLE line (
        id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, description TEXT NOT NULL, quantity_e4 INTEGER NOT NULL,
        unit_price_e4 INTEGER NOT NULL, vat_code TEXT NOT NULL DEFAULT '', vat_rate_e4 INTEGER NOT NULL DEFAULT 0,
        account_code TEXT NOT NULL DEFAULT '', discount_e4 INTEGER NOT NULL DEFAULT 0,
        amount_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL)""",
    "CREATE INDEX line_document ON line(document_id, position)",
    """CREATE TABLE payment_method (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, xero_account_code TEXT NOT NULL DEFAULT '',
        hold_days INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE vat_code (
        code TEXT PRIMARY KEY, name TEXT NOT NULL, rate_e4 INTEGER NOT NULL, xero_tax_type TEXT)""",
    """CREATE TABLE payment (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id),
        document_id INTEGER REFERENCES document(id), paid_on TEXT NOT NULL, amount_minor INTEGER NOT NULL,
        currency TEXT NOT NULL, method_id INTEGER NOT NULL REFERENCES payment_method(id),
        reference TEXT NOT NULL DEFAULT '', marker TEXT NOT NULL UNIQUE, status TEXT NOT NULL, origin TEXT NOT NULL,
        source_hash TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 1,
        debit_status TEXT NOT NULL DEFAULT '', debit_on TEXT NOT NULL DEFAULT '',
        standing TEXT NOT NULL DEFAULT 'Not sent', standing_reason TEXT NOT NULL DEFAULT '',
        held_back TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
    "CREATE INDEX payment_document ON payment(document_id)",
    "CREATE INDEX payment_customer ON payment(customer_id)",
    "CREATE INDEX payment_paid ON payment(paid_on, status, currency, amount_minor, document_id)",
    "CREATE INDEX payment_standing ON payment(standing)",
    """CREATE TABLE allocation (
        id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document(id),
        payment_id INTEGER REFERENCES payment(id), credit_note_id INTEGER REFERENCES document(id),
        amount_minor INTEGER NOT NULL, CHECK ((payment_id IS NULL) <> (credit_note_id IS NULL)))""",
    "CREATE INDEX allocation_document ON allocation(document_id)",
    "CREATE INDEX allocation_payment ON allocation(payment_id)",
    "CREATE INDEX allocation_credit ON allocation(credit_note_id)",
    """CREATE TABLE link (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, local_id INTEGER NOT NULL, xero_id TEXT NOT NULL,
        agreed TEXT NOT NULL, agreed_revision INTEGER NOT NULL, agreed_at TEXT NOT NULL,
        UNIQUE (kind, local_id), UNIQUE (kind, xero_id))""",
    """CREATE TABLE xero_copy (
        kind TEXT NOT NULL, xero_id TEXT NOT NULL, natural_key TEXT NOT NULL DEFAULT '',
        owner_id TEXT NOT NULL DEFAULT '', body BLOB NOT NULL, updated_at TEXT NOT NULL,
        PRIMARY KEY (kind, xero_id)) WITHOUT ROWID""",
    "CREATE INDEX xero_copy_key ON xero_copy(kind, natural_key)",
    "CREATE INDEX xero_copy_owner ON xero_copy(kind, owner_id)",
    """CREATE TABLE request (
        id INTEGER PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE, method TEXT NOT NULL, path TEXT NOT NULL,
        query TEXT NOT NULL, body BLOB NOT NULL, body_sha256 TEXT NOT NULL, sent_at TEXT NOT NULL,
        answered_at TEXT, outcome TEXT NOT NULL DEFAULT '', run_id INTEGER REFERENCES run(id))""",
    "CREATE INDEX request_run ON request(run_id)",
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, operation TEXT NOT NULL, local_id INTEGER NOT NULL,
        revision INTEGER NOT NULL, state TEXT NOT NULL, request_id INTEGER REFERENCES request(id),
        natural_key TEXT NOT NULL, element TEXT NOT NULL, attempt INTEGER NOT NULL DEFAULT 1,
        outcome TEXT NOT NULL DEFAULT '', unsure_since REAL,
        unsure_epoch TEXT NOT NULL DEFAULT '', negative_reads INTEGER NOT NULL DEFAULT 0,
        epoch INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, updated_at TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX outbox_live ON outbox(kind, local_id) WHERE state IN ('sending', 'unsure')",
    "CREATE INDEX outbox_record ON outbox(kind, local_id)",
    "CREATE INDEX outbox_state ON outbox(state)",
    """CREATE TABLE cursor (
        list TEXT PRIMARY KEY, since TEXT, read_at TEXT NOT NULL)""",
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY, reason TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
        result TEXT NOT NULL DEFAULT 'running', looked_at INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0,
        same INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
        received INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0, words TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE run_item (
        id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id), kind TEXT NOT NULL, local_id INTEGER,
        label TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX run_item_run ON run_item(run_id)",
    """CREATE TABLE mismatch (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_kind TEXT NOT NULL, local_id INTEGER,
        xero_id TEXT NOT NULL DEFAULT '', field TEXT NOT NULL DEFAULT '', label TEXT NOT NULL,
        customer_name TEXT NOT NULL DEFAULT '', ours TEXT NOT NULL DEFAULT '', theirs TEXT NOT NULL DEFAULT '',
        agreed TEXT NOT NULL DEFAULT '', apart_minor INTEGER,
        currency TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL, found_at TEXT NOT NULL,
        settled_at TEXT, settled_how TEXT NOT NULL DEFAULT '')""",
    """CREATE UNIQUE INDEX mismatch_open ON mismatch(kind, record_kind, coalesce(local_id, 0), xero_id, field)
        WHERE settled_at IS NULL""",
    "CREATE INDEX mismatch_record ON mismatch(record_kind, local_id)",
    """CREATE TABLE activity (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        record_kind TEXT NOT NULL, record_id INTEGER, label TEXT NOT NULL, detail TEXT NOT NULL,
        previous_hash TEXT NOT NULL, hash TEXT NOT NULL)""",
    """CREATE TRIGGER activity_is_kept BEFORE UPDATE ON activity
        BEGIN SELECT RAISE(ABORT, 'the activity record is never changed'); END""",
    """CREATE TRIGGER activity_is_whole BEFORE DELETE ON activity
        BEGIN SELECT RAISE(ABORT, 'the activity record is never shortened'); END""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE xero_account (
        account_id TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        account_class TEXT NOT NULL, status TEXT NOT NULL, takes_payments INTEGER NOT NULL,
        tax_type TEXT NOT NULL, system TEXT NOT NULL)""",
    """CREATE TABLE xero_tax_rate (
        tax_type TEXT PRIMARY KEY, name TEXT NOT NULL, rate_e4 INTEGER NOT NULL, status TEXT NOT NULL,
        account_classes TEXT NOT NULL)""",
    """CREATE TABLE lock_decision (
        kind TEXT NOT NULL, local_id INTEGER NOT NULL, revision INTEGER NOT NULL, locked_until TEXT NOT NULL,
        reason TEXT NOT NULL, decided_at TEXT NOT NULL, PRIMARY KEY (kind, local_id)) WITHOUT ROWID""",
    "CREATE VIRTUAL TABLE document_words USING fts5(number, customer_name, reference, tokenize='trigram')",
    """CREATE TRIGGER customer_renamed AFTER UPDATE OF name ON customer BEGIN
        UPDATE document SET customer_name = new.name WHERE customer_id = new.id; END""",
)

"""The practice Xero's own tables. Knows SQL; knows nothing of Xero's rules.

Every resource lives in `records`: the searchable parts as columns, the element itself as JSON in `body`, with money
written as bare decimals so that nothing passes through a float. `tenant` is the small number `tenants.place`: with an
id of 36 letters in every index, a hundred thousand invoices no longer fit into memory.
"""

STATE_SQL = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS clients (
    client_id TEXT PRIMARY KEY, name TEXT NOT NULL, redirect_uris TEXT NOT NULL,
    broad_scopes INTEGER NOT NULL DEFAULT 0, certified INTEGER NOT NULL DEFAULT 0, secret_hash TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tenants (
    place INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS grants (
    grant_id TEXT PRIMARY KEY, client_id TEXT NOT NULL, scope TEXT NOT NULL, live INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS codes (
    code_hash TEXT PRIMARY KEY, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, challenge TEXT NOT NULL,
    scope TEXT NOT NULL, nonce TEXT NOT NULL, grant_id TEXT NOT NULL, auth_event_id TEXT NOT NULL,
    expires INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS refresh_tokens (
    token_hash TEXT PRIMARY KEY, grant_id TEXT NOT NULL, auth_event_id TEXT NOT NULL, scope TEXT NOT NULL,
    issued INTEGER NOT NULL, rotated INTEGER
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS connections (
    id TEXT PRIMARY KEY, client_id TEXT NOT NULL, tenant_id TEXT NOT NULL, auth_event_id TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, live INTEGER NOT NULL DEFAULT 1,
    UNIQUE (client_id, tenant_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS records (
    tenant INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '', type TEXT NOT NULL DEFAULT '', parent TEXT NOT NULL DEFAULT '',
    other TEXT NOT NULL DEFAULT '', day TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '',
    updated INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL,
    UNIQUE (tenant, kind, id)
);
CREATE INDEX IF NOT EXISTS records_order ON records (tenant, kind, updated);
CREATE INDEX IF NOT EXISTS records_key ON records (tenant, kind, key);
CREATE INDEX IF NOT EXISTS records_parent ON records (tenant, kind, parent);
CREATE INDEX IF NOT EXISTS records_other ON records (tenant, kind, other) WHERE other <> '';
CREATE INDEX IF NOT EXISTS records_status ON records (tenant, kind, status, updated);

CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, content BLOB NOT NULL);

CREATE TABLE IF NOT EXISTS replays (
    client_id TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, at INTEGER NOT NULL,
    status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (client_id, key)
);
CREATE INDEX IF NOT EXISTS replays_at ON replays (at);
"""

LOG_SQL = """
CREATE TABLE IF NOT EXISTS calls (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
    status INTEGER NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL, client_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL, counted INTEGER NOT NULL, note TEXT NOT NULL
);
"""

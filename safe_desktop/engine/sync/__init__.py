"""One run with Xero, from reading to telling.

Read in this order: `syncing` and `one_run`, `reading_xero` with the `landing_*` files and `comparing`, `standings`
(where each record stands), `composing` and `planning` (what would be told), `telling`, `settling`, `looking_up`, and
`undoing`.
"""

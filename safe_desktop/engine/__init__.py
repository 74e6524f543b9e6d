"""What is done: the use cases, without a screen. The window and the command line call the same functions.

Read in this order: `homes` and `books` (make, open, list), `workplace` (an open book with its way to Xero; where the
program is put together), `connecting`, `ledger` (type things in), `importing` and `exporting`, `standings` (where each
record stands), `composing` (what would be told), `previewing`, `syncing` with `reading_xero`, the `landing_*` files,
`telling`, `settling` and `looking_up`, `desk` (settle mismatches), `lists` and `figures` (what screens read).
"""

"""What is done: the use cases, without a screen. The window and the command line call the same functions.

Read in this order: `books` (make, open, list), `workplace` (a book with its connection), `ledger` (type things in),
`importing`, `syncing` (read, reconcile, land, tell), `desk` (settle mismatches), `figures` and `lists` (what screens
read).
"""

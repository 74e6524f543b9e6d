"""What is done: the use cases, without a screen. The window and the command line call the same functions.

In the hall: `homes` and `books` (make, open, list), `workplace` (an open book with its way to Xero; where the program
is put together), `connecting`, `backups`. Then the rooms: `entry` (type things in), `files` (import, export),
`checking` (is all in order), `sync` (one run with Xero), `matching` (which money is for what), `deciding` (what only a
person can settle), `showing` (what screens read).
"""

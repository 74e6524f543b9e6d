"""What is remembered: one SQLite file for each book. The only place that knows a database.

Values of `domain` go in and come out; transactions are begun by the engine with `Book.transaction()`.
"""

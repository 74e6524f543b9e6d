"""What of a document can be found by typing: its number, customer and reference, in a full-text index.

Kept by the writers of documents and customers, not by triggers: a book that came from a stranger may not run
virtual tables from its own schema (`trusted_schema` is off), and SQLite counts full-text tables among those.
"""

from collections.abc import Iterable

from safe_desktop.store.book_database import BookDatabase, id_list

SHORTEST = 3
"""Letters that a word must have to be in the index (it is made of groups of three)."""


def index_words(database: BookDatabase, document_ids: Iterable[int]) -> None:
    """Bring the index to what these documents say now."""
    ids = id_list(document_ids)
    database.change("DELETE FROM document_words WHERE rowid IN (SELECT value FROM json_each(?))", (ids,))
    database.change(
        """INSERT INTO document_words(rowid, number, customer_name, reference)
        SELECT id, number, customer_name, reference FROM document WHERE id IN (SELECT value FROM json_each(?))""",
        (ids,),
    )


def index_words_of_customer(database: BookDatabase, customer_id: int) -> None:
    """Bring the index to the customer's name of now, on all its documents."""
    index_words(
        database, [row[0] for row in database.rows("SELECT id FROM document WHERE customer_id = ?", (customer_id,))]
    )


def match_of(words: Iterable[str]) -> str:
    """The full-text question for rows that contain every one of these words; nothing in them is syntax."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in words)

"""Remembers which of our records a person called another than one of Xero's, and the ties that were taken away for it.

Knows nothing of how two are found alike: whoever ties by a name, a number or a mark asks here first.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link

Pair = tuple[RecordKind, int, str]
"""Kind, our id and Xero's."""

_NOT_THE_SAME = "not-the-same"
_PARTED = "parted-ties"


def refusals(book: Book) -> set[Pair]:
    """The pairs that a person called two. They are never tied or proposed again, unless the person ties them."""
    told = json.loads(book.settings.remembered(_NOT_THE_SAME) or "[]")
    return {(RecordKind(kind), local_id, xero_id) for kind, local_id, xero_id in told}


def remember_refusals(book: Book, refused: Iterable[Pair]) -> None:
    """These are two, whatever looks alike; inside `Book.transaction()`."""
    _keep(book, refusals(book) | set(refused))


def forget_refusals(book: Book, pairs: Iterable[Pair]) -> None:
    """A person says that these are one after all; inside `Book.transaction()`."""
    before = refusals(book)
    left = before - set(pairs)
    if left != before:
        _keep(book, left)


def _keep(book: Book, pairs: set[Pair]) -> None:
    every = sorted((kind.value, one, xero_id) for kind, one, xero_id in pairs)
    book.settings.remember(_NOT_THE_SAME, json.dumps(every))


def remember_parted(book: Book, links: Sequence[Link]) -> None:
    """These ties were taken away together, the record that was decided about first; inside `Book.transaction()`."""
    first = links[0]
    left = [one for one in _parted(book) if (one[0].kind, one[0].local_id) != (first.kind, first.local_id)]
    _keep_parted(book, [*left, list(links)])


def parted_from(book: Book, kind: RecordKind, local_id: int) -> list[Link]:
    """The ties that were taken away from this record, its own first; empty if none were."""
    return next((one for one in _parted(book) if (one[0].kind, one[0].local_id) == (kind, local_id)), [])


def forget_parted(book: Book, kind: RecordKind, local_id: int) -> None:
    """The record is tied again, and what was taken away is of no more use; inside `Book.transaction()`."""
    every = _parted(book)
    left = [one for one in every if (one[0].kind, one[0].local_id) != (kind, local_id)]
    if len(left) != len(every):
        _keep_parted(book, left)


def _parted(book: Book) -> list[list[Link]]:
    told = json.loads(book.settings.remembered(_PARTED) or "[]")
    return [[Link(**{**one, "kind": RecordKind(one["kind"])}) for one in together] for together in told]


def _keep_parted(book: Book, parted: Sequence[Sequence[Link]]) -> None:
    told = [[asdict(one) for one in together] for together in parted]
    book.settings.remember(_PARTED, json.dumps(told, sort_keys=True))

"""Where a figure of a balance leads: the record behind it, or the page that settles it."""

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.showing.balances import OpenItem
from safe_desktop.engine.showing.tie_out_rows import BothSides, Cause, Item, Unexplained
from safe_desktop.ui.shell.place import Place


def place_of_item(item: Item) -> Place:
    """Where a reconciling item is looked at: an open question on the desk, what only Xero has beside ours."""
    if item.cause is Cause.MISMATCH:
        return Place("desk")
    if item.local_id:
        return _place(item.kind, item.local_id)
    return Place("compare", "there") if item.kind is not RecordKind.PAYMENT else Place("desk")


def place_of_unexplained(one: Unexplained) -> Place:
    """Where a record is looked at that nobody can explain."""
    return _place(one.kind, one.local_id) if one.local_id else Place("desk")


def place_of_record(one: BothSides) -> Place:
    """Where a record behind a balance is; what only Xero has stands beside ours."""
    return _place(one.kind, one.local_id) if one.local_id else Place("compare", "there")


def place_of_open(item: OpenItem) -> Place:
    """Where an open document, or money on account, is."""
    return _place(RecordKind(item.kind), item.record_id)


def _place(kind: RecordKind, record_id: int) -> Place:
    return Place("payments" if kind is RecordKind.PAYMENT else "invoices", kind=kind, record_id=record_id)

"""Divides what is ready into requests: few calls, within Xero's sizes, never two payments of one invoice in one."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.sync.composing import Composed
from safe_desktop.store.outbox_records import Operation
from safe_desktop.xero import wire_writing as wire
from safe_desktop.xero.wire_writing import WriteRequest

MOST_ELEMENTS = wire.BATCH
MOST_BYTES = 3_000_000
"""Xero takes 3.5 MB in practice (xero-api.md 3.6)."""


class Weighed(Protocol):
    """As much of a composed record as decides which request it travels in."""

    @property
    def kind(self) -> RecordKind: ...

    @property
    def operation(self) -> Operation: ...

    @property
    def expected(self) -> Expected: ...

    @property
    def element_text(self) -> str: ...


W = TypeVar("W", bound=Weighed)


def batches(composed: Sequence[W]) -> Iterator[list[W]]:
    """The records in groups of one request each: creates together, every change by itself."""
    creates = [one for one in composed if one.operation is Operation.CREATE]
    for one in composed:
        if one.operation is not Operation.CREATE:
            yield [one]
    yield from _create_batches(creates)


def _create_batches(creates: Sequence[W]) -> Iterator[list[W]]:
    waiting = list(creates)
    while waiting:
        batch: list[W] = []
        later: list[W] = []
        size = 0
        targets: set[str] = set()
        for place, one in enumerate(waiting):
            if len(batch) == MOST_ELEMENTS:
                later.extend(waiting[place:])
                break
            weight = len(one.element_text.encode()) + 1
            target = _target(one)
            fits = not batch or size + weight <= MOST_BYTES
            if fits and (not target or target not in targets):
                batch.append(one)
                size += weight
                targets.add(target)
            else:
                later.append(one)
        yield batch
        waiting = later


def _target(one: Weighed) -> str:
    """The document a payment is for: a batch with two payments of one invoice could refuse the second for the first."""
    return dict(one.expected.facts).get("document", "") if one.kind is RecordKind.PAYMENT else ""


def request_for(batch: Sequence[Composed], key: str) -> WriteRequest:
    """The one request that carries this batch."""
    first = batch[0]
    if first.operation is Operation.CREATE:
        return wire.create_request(first.kind, [one.element for one in batch], key)
    assert len(batch) == 1, "a change goes alone"
    is_undone = first.operation is Operation.UNDO
    if first.operation is Operation.DELETE or (is_undone and first.kind is RecordKind.PAYMENT):
        return wire.delete_payment_request(first.xero_id, key)
    if first.operation is Operation.ALLOCATE:
        return wire.allocation_request(first.xero_id, _allocations(first), key)
    if first.operation is Operation.SET_AGAINST:
        return wire.allocation_request(first.xero_id, _allocations(first), key, first.collection)
    if first.operation is Operation.TAKE_BACK:
        return wire.take_back_allocation_request(
            first.xero_id, str(first.element["AllocationID"]), key, first.collection or "CreditNotes"
        )
    return wire.update_request(first.kind, first.xero_id, first.element, key)


def _allocations(composed: Composed) -> list[wire.Element]:
    told = composed.element["Allocations"]
    assert isinstance(told, list)
    return [one for one in told if isinstance(one, dict)]


def call_count(composed: Sequence[Composed]) -> int:
    """How many calls it takes to tell these: one a batch, two for a change (Xero is read just before it)."""
    return sum(1 if batch[0].operation is Operation.CREATE else 2 for batch in batches(composed))

"""One record ready to be told to Xero: the exact element, and what must come back for it to count as done."""

import hashlib
from dataclasses import dataclass

from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.reconciling import Snapshot
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.outbox_records import Operation
from safe_desktop.xero import wire_writing as wire
from safe_desktop.xero.wire_writing import Element


@dataclass(frozen=True, slots=True)
class Composed:
    """One record ready to be told, with our side as it is told. `xero_id` is empty for a create; `collection` names
    Xero's list where the kind alone does not.
    """

    kind: RecordKind
    local_id: int
    revision: int
    label: str
    operation: Operation
    xero_id: str
    element: Element
    expected: Expected
    snapshot: Snapshot
    collection: str = ""

    @property
    def element_text(self) -> str:
        """The exact JSON of the element."""
        return wire.written(self.element).decode()

    @property
    def sha256(self) -> str:
        """The hash by which what was shown is compared with what is sent."""
        return hashlib.sha256(wire.written(self.element)).hexdigest()


@dataclass(frozen=True, slots=True)
class Uncomposed:
    """One record that cannot be told as things are, and why."""

    kind: RecordKind
    local_id: int
    label: str
    reason: str

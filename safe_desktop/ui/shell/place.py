"""Where to go in the window. A value, light enough for what is loaded before the first paint."""

from dataclasses import dataclass

from safe_desktop.domain.record_kind import RecordKind


@dataclass(frozen=True)
class Place:
    """A page, a filter on it, a record on it, or something it is asked to do."""

    page: str
    only: str = ""
    kind: RecordKind | None = None
    record_id: int = 0
    action: str = ""

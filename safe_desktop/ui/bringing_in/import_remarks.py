"""What an import says about single records, as the rows of a table: refused, kept and not sent, on account.

Values only; answers a table's questions from memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from safe_desktop.domain.money import Money
from safe_desktop.engine.files.import_report import ImportReport
from safe_desktop.engine.showing.lists import Query

REFUSED, KEPT, ON_ACCOUNT = "refused", "kept", "on_account"
_MOST_ROWS_NAMED = 6


@dataclass(frozen=True, slots=True)
class ImportRemark:
    """One record and what is said about it."""

    id: int
    sort: str
    rows: str
    first_row: int
    label: str
    words: str


def remarks_of(report: ImportReport) -> list[ImportRemark]:
    """All remarks of the report, the refused first, in the order of the file."""
    found = [
        (REFUSED, _named(refusal.rows), min(refusal.rows, default=0), refusal.label, refusal.reason)
        for refusal in report.refused
    ]
    found += [(KEPT, "", 0, remark.label, remark.words) for remark in report.kept_not_sent]
    found += [(ON_ACCOUNT, "", 0, remark.label, remark.words) for remark in report.on_account]
    return [ImportRemark(place, *parts) for place, parts in enumerate(found, start=1)]


def _named(rows: Sequence[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:_MOST_ROWS_NAMED])
    return f"{shown} and {len(rows) - _MOST_ROWS_NAMED:,} more" if len(rows) > _MOST_ROWS_NAMED else shown


class RemarkList:
    """The remarks as a table asks for them."""

    def __init__(self, remarks: Sequence[ImportRemark]) -> None:
        self._remarks = {remark.id: remark for remark in remarks}

    def ids(self, query: Query) -> list[int]:
        """The ids of the remarks that are asked for, in their order."""
        found = [one for one in self._remarks.values() if query.only in ("", one.sort) and _has(one, query.search)]
        if query.sort == "rows":
            found.sort(key=lambda one: one.first_row, reverse=query.descending)
        elif query.sort:
            found.sort(key=lambda one: str(getattr(one, query.sort)).casefold(), reverse=query.descending)
        return [one.id for one in found]

    def entries(self, ids: Sequence[int]) -> list[ImportRemark]:
        """These remarks."""
        return [self._remarks[number] for number in ids]

    def counts(self, search: str = "") -> dict[str, int]:
        """How many remarks of each sort there are."""
        found = [one for one in self._remarks.values() if _has(one, search)]
        sorts = {sort: sum(one.sort == sort for one in found) for sort in (REFUSED, KEPT, ON_ACCOUNT)}
        return {"": len(found), **sorts}

    def totals(self, query: Query) -> dict[str, tuple[Money, ...]]:
        """Nothing is added up here: the report does that."""
        return {}


def _has(remark: ImportRemark, search: str) -> bool:
    text = f"{remark.rows} {remark.label} {remark.words}".casefold()
    return all(word in text for word in search.casefold().split())

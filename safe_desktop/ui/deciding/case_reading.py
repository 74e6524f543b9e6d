"""Reads one case as it is shown: what the engine proposes, what a person put together beside it, and what is chosen.

Adds the row “Something else” to a receipt's choices; works nothing out by itself.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.mismatch import button_words
from safe_desktop.engine.matching.accepting import preview
from safe_desktop.engine.matching.case_detail import case_detail
from safe_desktop.engine.matching.choice_words import detail as detail_of
from safe_desktop.engine.matching.choice_words import heading, named_in, title
from safe_desktop.engine.matching.choices import Choice
from safe_desktop.engine.matching.desk_values import Alternative, CaseDetail, CaseKind, CaseReason, Outcome, ReasonMark
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.deciding.case_pane import ShownCase

MOST_CHOICES = 9
_ELSE = ("Something else…", "find a customer, a document, a payment", "Search")
_BY_HAND = "You"


def read_case(
    workplace: Workplace,
    key: str,
    place: int,
    own: Sequence[Choice] = (),
    sides: Callable[[CaseDetail], Callable[[], QWidget] | None] = lambda _detail: None,
) -> ShownCase:
    """The case with the choice at this place looked at; `own` choices stand after those of the engine."""
    detail = case_detail(workplace, key, place + 1)
    is_receipt = detail.kind is CaseKind.RECEIPT
    room = MOST_CHOICES - len(own) - int(is_receipt)
    proposed = detail.alternatives[:room]
    alternatives = [*proposed, *_own_ones(workplace, detail, own, len(proposed))]
    if is_receipt:
        alternatives.append(Alternative(len(alternatives) + 1, *_ELSE))
    place = max(0, min(place, len(alternatives) - 1))
    chosen = alternatives[place] if alternatives else None
    if chosen is not None and chosen.way is not None:
        head, outcome = button_words(chosen.way, detail.amount), detail.outcome
        reasons = (*detail.reasons, CaseReason(ReasonMark.INFO, chosen.way.meaning))
    elif place < len(proposed) or (not proposed and not own):
        head, reasons, outcome = detail.heading, detail.reasons, detail.outcome
    elif chosen is not None and chosen.choice is not None:
        head = heading(chosen.choice, named_in(workplace.book, [chosen.choice]))
        reasons = (CaseReason(ReasonMark.INFO, "Put together by you"),)
        outcome = preview(workplace, detail.record_id, chosen.choice)
    else:
        head, outcome = "Something else", Outcome()
        reasons = (CaseReason(ReasonMark.INFO, "Enter searches everything; S splits, A keeps it on account"),)
    return ShownCase(detail, tuple(alternatives), place, sides(detail), head, reasons, outcome)


def _own_ones(workplace: Workplace, detail: CaseDetail, own: Sequence[Choice], before: int) -> list[Alternative]:
    if not own:
        return []
    receipt, named = workplace.book.receipts.get(detail.record_id), named_in(workplace.book, own)
    return [
        Alternative(number, title(choice, named), detail_of(choice, receipt, named), _BY_HAND, choice=choice)
        for number, choice in enumerate(own, start=before + 1)
    ]

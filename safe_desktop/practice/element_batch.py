"""Writes with many elements: each stands or falls alone, and the answer says which. Knows no resource.

With `summarizeErrors=false` the answer is 200 and every element says how it went; otherwise one failure makes it a 400
that shows the failing ones, and a knob decides whether the valid ones were kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, json_answer
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Invalid, Refused
from safe_desktop.practice.practice_state import ZERO_ID
from safe_desktop.practice.record_shelf import Element, Record


@dataclass
class Written:
    """One element that was kept, perhaps with warnings."""

    record: Record
    warnings: Sequence[str] = ()


def _messages(texts: Sequence[str]) -> list[Element]:
    return [{"Message": text} for text in texts]


def _failed(element: Element, invalid: Invalid, id_name: str) -> Element:
    echo = {name: value for name, value in (invalid.echo or element).items() if value is not None}
    return {**echo, id_name: echo.get(id_name) or ZERO_ID, "ValidationErrors": _messages(invalid.messages)}


def write_all(
    books: OrganisationBooks,
    call: Call,
    collection: str,
    id_name: str,
    elements: Sequence[Element],
    write: Callable[[Element], Written],
    shown: Callable[[Sequence[Record]], list[Element]],
) -> Answer:
    """The answer to a write of these elements, each kept or refused by `write` on its own."""
    outcomes: list[Written | Invalid] = []
    for element in elements:
        try:
            with books.state.one_element():
                outcomes.append(write(element))
        except Invalid as invalid:
            outcomes.append(invalid)
    kept = [outcome.record for outcome in outcomes if isinstance(outcome, Written)]
    failed = [
        _failed(element, outcome, id_name)
        for element, outcome in zip(elements, outcomes, strict=True)
        if isinstance(outcome, Invalid)
    ]
    separate = not call.flag("summarizeErrors", default=True)
    if failed and not separate:
        return _summarised(books, failed)
    good = iter(shown(kept))
    bad = iter(failed)
    results = []
    for outcome in outcomes:
        if isinstance(outcome, Invalid):
            results.append(_with_status(next(bad), "ERROR", outcome.messages, separate))
        else:
            results.append(
                _with_status(next(good), "WARNING" if outcome.warnings else "OK", outcome.warnings, separate)
            )
    return enveloped(books, collection, results)


def _summarised(books: OrganisationBooks, failed: list[Element]) -> Answer:
    body = {
        "ErrorNumber": 10,
        "Type": "ValidationException",
        "Message": "A validation exception occurred",
        "Elements": failed,
    }
    if books.knobs.text("summarised_errors") == "reject":
        raise Refused(400, body)
    return json_answer(400, body)


def _with_status(element: Element, status: str, texts: Sequence[str], separate: bool) -> Element:
    shown = dict(element)
    if separate:
        shown["StatusAttributeString"] = status
    if status == "WARNING":
        shown["Warnings"] = _messages(texts)
    if status == "ERROR":
        shown["HasErrors" if "ContactStatus" not in shown and "Name" not in shown else "HasValidationErrors"] = True
    return shown

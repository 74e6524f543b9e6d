"""`preview`: what the next sync would send, field by field, from the payloads that are sent."""

from collections.abc import Iterator, Mapping, Sequence

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.command_line.text_tables import counted, pairs, table
from safe_desktop.domain.record_kind import SENDING_ORDER, RecordKind
from safe_desktop.domain.refusal_words import Refusal
from safe_desktop.domain.standing import SENDABLE
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import Query, ToSendEntry
from safe_desktop.engine.showing.previewing import RecordPreview, SendPlan, plan, preview
from safe_desktop.engine.sync.refusals import refusal_of
from safe_desktop.engine.workplace import Workplace

_FOR_A_PERSON = ("to_review", "failed")


def show_preview(start: Start) -> Answer:
    """Every record that would be sent, and those that wait for a person."""
    with opened_book(start) as workplace, stoppable() as control:
        ids = [(kind, one) for kind in SENDING_ORDER for one in workplace.book.standings.ids(kind, SENDABLE)]
        records = []
        for done, (kind, local_id) in enumerate(ids):
            control.progress(done, len(ids), "Preparing")
            records.append(preview(workplace, kind, local_id))
        planned, waiting = plan(workplace), list(_waiting(workplace))
        refusals = {(one.kind, one.id): refusal_of(workplace.book, one.kind, one.id) for one in waiting}
        document: dict[str, Json] = {
            "organisation": workplace.connection().organisation,
            "plan": {**_plan_document(planned), "call_count": planned.call_count},
            "records": [plain(record) for record in records],
            "waiting_for_a_person": [_waiting_document(one, refusals[one.kind, one.id]) for one in waiting],
        }
        lines = [*_plan_lines(workplace, planned), *_record_lines(records), *_waiting_lines(waiting, refusals)]
        return Answer(document, tuple(lines), Exit.NEEDS_PERSON if waiting else Exit.DONE)


def plan_words(planned: SendPlan) -> str:
    """The plan in one line."""
    worth = ", ".join(str(one) for one in planned.total)
    left = "" if planned.calls_left is None else f" of {planned.calls_left:,} left today"
    words = counted(planned.records, "record") + (f" worth {worth}" if worth else "")
    return f"{words}, in {counted(planned.call_count, 'call')}{left}"


def _plan_document(planned: SendPlan) -> dict[str, Json]:
    told = plain(planned)
    assert isinstance(told, dict)
    return told


def _waiting(workplace: Workplace) -> Iterator[ToSendEntry]:
    for entries in (
        lists.to_send(workplace.book, "customers"),
        lists.to_send(workplace.book, "invoices"),
        lists.to_send(workplace.book, "payments"),
    ):
        for only in _FOR_A_PERSON:
            yield from entries.entries(entries.ids(Query(only=only)))


def _plan_lines(workplace: Workplace, planned: SendPlan) -> list[str]:
    organisation = workplace.connection().organisation or "no organisation yet"
    if not planned.records:
        return [f"Nothing waits to be sent from “{workplace.book.name}” to {organisation}."]
    lines = [f"“{workplace.book.name}” to {organisation}: {plan_words(planned)}"]
    lines += [f"  {counted(call.count, 'call')} to {call.endpoint}: {call.words}" for call in planned.calls]
    if planned.by_vat:
        lines += ["", *_vat_table(planned)]
    return lines


def _vat_table(planned: SendPlan) -> list[str]:
    rows = [(one.name, str(one.net), str(one.vat), str(one.total)) for one in planned.by_vat]
    return table(("VAT", "Net", "VAT amount", "Total"), rows, right=("Net", "VAT amount", "Total"))


def _record_lines(records: Sequence[RecordPreview]) -> Iterator[str]:
    for record in records:
        yield ""
        under = f", {record.subtitle}" if record.subtitle else ""
        yield f"{record.kind.noun.capitalize()} {record.title}{under} ({record.reason or record.standing})"
        is_new = not any(field.before for field in record.fields)
        shown = [field for field in record.fields if field.is_changed]
        yield from (
            f"  {line}"
            for line in pairs(
                (field.label, field.after if is_new else f"{field.before or '(none)'} → {field.after or '(none)'}")
                for field in shown
            )
        )


def _waiting_document(entry: ToSendEntry, refusal: Refusal | None) -> Json:
    told = plain(entry)
    assert isinstance(told, dict)
    return {**told, "refusal": plain(refusal)}


def _waiting_lines(
    waiting: Sequence[ToSendEntry], refusals: Mapping[tuple[RecordKind, int], Refusal | None]
) -> Iterator[str]:
    if waiting:
        yield ""
        yield f"Waiting for a person, and not sent: {counted(len(waiting), 'record')}"
        for entry in waiting:
            yield f"  {entry.kind.noun.capitalize()} {entry.title}: {entry.change}"
            refusal = refusals[entry.kind, entry.id]
            if refusal is not None:
                yield f"    → {refusal.remedy}"
                yield f"    Xero’s answer: {refusal.raw}"

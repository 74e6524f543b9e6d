"""Which colour each status word has. Words come from the domain; here is only how they look."""

from functools import cache

from safe_desktop.domain.billing import SettledStatus
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.showing.lists import RunEntry, RunItemEntry
from safe_desktop.engine.sync.run_report import ONLY_READ
from safe_desktop.ui.look.formats import number
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone

_STANDINGS = {
    Standing.NOT_SENT: Tone.GREY,
    Standing.READY: Tone.GREEN,
    Standing.TO_REVIEW: Tone.AMBER,
    Standing.QUEUED: Tone.BLUE,
    Standing.SENDING: Tone.BLUE,
    Standing.IN_XERO: Tone.GREEN,
    Standing.CHANGED_HERE: Tone.BLUE,
    Standing.CHANGED_IN_XERO: Tone.AMBER,
    Standing.CONFLICT: Tone.RED,
    Standing.FAILED: Tone.RED,
    Standing.DO_NOT_SEND: Tone.GREY,
    Standing.HELD: Tone.AMBER,
    Standing.STAYS_HERE: Tone.GREY,
}
_SETTLED = {
    SettledStatus.DRAFT: Tone.GREY,
    SettledStatus.AWAITING: Tone.BLUE,
    SettledStatus.PART_PAID: Tone.AMBER,
    SettledStatus.PAID: Tone.GREEN,
    SettledStatus.OVERDUE: Tone.RED,
    SettledStatus.VOIDED: Tone.GREY,
}
_PAYMENTS = {
    "Applied": Tone.GREEN,
    "Suggested": Tone.BLUE,
    "To check": Tone.AMBER,
    "Paid back": Tone.AMBER,
    "On account": Tone.BLUE,
    "Held until cleared": Tone.AMBER,
    "Unmatched": Tone.AMBER,
    "Failed": Tone.RED,
    "Reversed": Tone.GREY,
}


@cache
def standing_chip(standing: Standing) -> Chip:
    """Where a record stands towards Xero."""
    return Chip(standing.value, _STANDINGS[standing])


@cache
def settled_chip(word: SettledStatus) -> Chip:
    """Whether a document is paid."""
    return Chip(word.value, _SETTLED[word])


@cache
def payment_chip(word: str) -> Chip:
    """What has become of a payment."""
    return Chip(word, _PAYMENTS.get(word, Tone.GREY))


def result_chip(run: RunEntry) -> Chip:
    """How a run ended: the worst thing it says, in two words."""
    if run.finished_at is None:
        return Chip("Running", Tone.BLUE)
    if run.refused:
        return Chip(f"{number(run.refused)} refused", Tone.RED)
    if run.result != "done":
        return Chip(run.result[:1].upper() + run.result[1:], Tone.GREY if run.result == "stopped" else Tone.AMBER)
    if run.words == ONLY_READ:
        # Everything was skipped, as it was meant to be: no warning.
        return Chip(ONLY_READ, Tone.GREY)
    if run.skipped:
        return Chip(f"{number(run.skipped)} skipped", Tone.AMBER)
    return Chip("Done", Tone.GREEN)


_OUTCOMES = {
    "sent": ("Sent", Tone.GREEN),
    "same": ("Same", Tone.GREY),
    "skipped": ("Skipped", Tone.AMBER),
    "refused": ("Refused", Tone.RED),
    "received": ("Received", Tone.BLUE),
    "by rule": ("By rule", Tone.BLUE),
}


def outcome_chip(item: RunItemEntry) -> Chip:
    """What a run did with one record."""
    words, tone = _OUTCOMES.get(item.outcome, (item.outcome.capitalize(), Tone.GREY))
    return Chip(words, tone)

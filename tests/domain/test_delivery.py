"""The delivery rules: what an answer means, and that a second send needs a look that found nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.domain.delivery import (
    LOOKS_BEFORE_SENDING_AGAIN,
    QUIET_SECONDS,
    Answered,
    Expected,
    Step,
    Unsure,
    Verdict,
    after_a_miss,
    judge,
    may_look,
)
from safe_desktop.domain.record_kind import RecordKind

TOLD = Expected("inv-1", (("total", "12.30"), ("contact", "c1")))


def test_an_equal_answer_with_an_id_is_done() -> None:
    assert judge(TOLD, Answered("inv-1", "x1", False, TOLD.facts)).verdict is Verdict.DONE


def test_no_answer_for_the_record_is_unknown() -> None:
    assert judge(TOLD, None).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("answered", [Answered("inv-1", "", False, TOLD.facts), Answered("inv-2", "x", False)])
def test_without_an_id_or_under_another_key_it_is_unknown(answered: Answered) -> None:
    assert judge(TOLD, answered).verdict is Verdict.UNKNOWN


def test_a_refusal_is_one_even_with_an_id() -> None:
    assert judge(TOLD, Answered("inv-1", "x1", True, TOLD.facts)).verdict is Verdict.REFUSED


def test_a_penny_more_is_a_difference_that_names_both() -> None:
    judgement = judge(TOLD, Answered("inv-1", "x1", False, (("total", "12.31"), ("contact", "c1"))))
    assert judgement.verdict is Verdict.DIFFERS
    assert judgement.unequal == (("total", "12.30", "12.31"),)


def test_an_invoice_that_xero_does_not_have_may_be_sent_again_at_once() -> None:
    """Xero refuses a second of the same number, so the first may even arrive late."""
    assert after_a_miss(Unsure(RecordKind.INVOICE, 0.0, 0)) is Step.SEND_AGAIN


@pytest.mark.parametrize("kind", [RecordKind.PAYMENT, RecordKind.CREDIT_NOTE])
def test_a_payment_is_not_sent_again_before_the_quiet_time(kind: RecordKind) -> None:
    early = Unsure(kind, QUIET_SECONDS - 1, 0)
    assert not may_look(early)
    assert after_a_miss(early) is Step.WAIT


def test_a_payment_needs_two_looks_a_minute_apart() -> None:
    first = Unsure(RecordKind.PAYMENT, QUIET_SECONDS, 0)
    assert after_a_miss(first) is Step.ASK
    assert after_a_miss(Unsure(RecordKind.PAYMENT, 59, 1)) is Step.WAIT
    assert after_a_miss(Unsure(RecordKind.PAYMENT, 60, 1)) is Step.SEND_AGAIN


@given(st.lists(st.floats(0, 2000), max_size=12))
def test_no_order_of_waits_sends_a_payment_twice_within_the_quiet_time(waits: list[float]) -> None:
    """Whatever the waits, a payment goes again only after the quiet time and the second look."""
    passed, since, misses = 0.0, 0.0, 0
    for wait in waits:
        passed += wait
        step = after_a_miss(Unsure(RecordKind.PAYMENT, passed - since, misses))
        if step is Step.ASK:
            misses, since = misses + 1, passed
        elif step is Step.SEND_AGAIN:
            assert passed >= QUIET_SECONDS + 60
            assert misses + 1 == LOOKS_BEFORE_SENDING_AGAIN
            return


def test_a_renumbered_invoice_has_lost_its_guard_and_waits_like_a_payment() -> None:
    """Xero refuses a second of one number, not a second under another."""
    assert may_look(Unsure(RecordKind.INVOICE, 0, 0, is_renamed=True))
    assert after_a_miss(Unsure(RecordKind.INVOICE, QUIET_SECONDS - 1, 0, is_renamed=True)) is Step.WAIT
    assert after_a_miss(Unsure(RecordKind.INVOICE, QUIET_SECONDS, 0, is_renamed=True)) is Step.ASK
    assert after_a_miss(Unsure(RecordKind.INVOICE, 60, 1, is_renamed=True)) is Step.SEND_AGAIN


@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_change_is_looked_for_at_once_and_told_again_only_after_the_quiet_time(kind: RecordKind) -> None:
    """A late one would undo a newer one; after that it does no harm, so one look is enough."""
    assert may_look(Unsure(kind, 0, 0, is_change=True))
    assert after_a_miss(Unsure(kind, QUIET_SECONDS - 1, 0, is_change=True)) is Step.WAIT
    assert after_a_miss(Unsure(kind, QUIET_SECONDS, 0, is_change=True)) is Step.SEND_AGAIN

"""The status word of a record: the strongest fact decides, and every word but two has its reason."""

from datetime import date, timedelta

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut, ways_out
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Facts, Standing, stands

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (Facts(), Standing.READY),
        (Facts(is_linked=True), Standing.IN_XERO),
        (Facts(is_linked=True, is_changed=True), Standing.CHANGED_HERE),
        (Facts(on_its_way="On its way", refused="no"), Standing.SENDING),
        (Facts(mismatch=MismatchKind.BOTH_CHANGED, mismatch_reason="both", is_linked=True), Standing.CONFLICT),
        (Facts(mismatch=MismatchKind.FIELD_DIFFERS, mismatch_reason="due", is_linked=True), Standing.CHANGED_IN_XERO),
        (Facts(held_back="client asked", refused="no"), Standing.DO_NOT_SEND),
        (Facts(stays_here="draft"), Standing.STAYS_HERE),
        (Facts(worth_nothing="0.00"), Standing.DO_NOT_SEND),
        (Facts(is_kind_synced=False), Standing.NOT_SENT),
        (Facts(refused="Xero said no", to_review="and this"), Standing.FAILED),
        (Facts(to_review="no VAT code"), Standing.TO_REVIEW),
        (Facts(held_until=TODAY + timedelta(1)), Standing.HELD),
        (Facts(held_until=TODAY), Standing.READY),
    ],
)
def test_the_strongest_fact_decides(facts: Facts, word: Standing) -> None:
    found, reason = stands(facts, TODAY)
    assert found is word
    assert reason or word is Standing.IN_XERO


def test_every_mismatch_of_every_kind_of_record_has_a_way_out_that_says_what_it_does() -> None:
    for kind in MismatchKind:
        for record_kind in RecordKind:
            ways = ways_out(kind, record_kind)
            assert ways
            assert all(way.label and way.meaning.endswith(".") for way in ways)
    assert all(way.label for way in WayOut)

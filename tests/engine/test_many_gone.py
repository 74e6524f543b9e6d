"""Over- and prepayments voided in great number wait for a person, as deleted payments do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import AdvanceKind, TheirAdvance
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.sync.landing_advances import land_advances
from safe_desktop.engine.sync.run_report import Tally
from tests.engine.edited_xero import EditedXero, edited_xero

MANY = 22


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        made.sync()
        yield made


def land(scene: EditedXero, advances: Sequence[TheirAdvance]) -> None:
    with scene.book.transaction():
        land_advances(scene.book, advances, Tally())


def overpayments(scene: EditedXero, count: int) -> list[TheirAdvance]:
    link = scene.book.links.get(RecordKind.CUSTOMER, scene.customer)
    assert link is not None
    made = [
        TheirAdvance(
            f"00000000-0000-0000-0000-{number:012}",
            AdvanceKind.OVERPAYMENT,
            link.xero_id,
            "Ann",
            date(2026, 11, 2),
            "AUTHORISED",
            Money(100 + number),
            Money(100 + number),
            datetime(2026, 11, 2, 10, tzinfo=UTC),
        )
        for number in range(count)
    ]
    land(scene, made)
    return made


def voided(advances: Sequence[TheirAdvance]) -> list[TheirAdvance]:
    at = datetime(2026, 11, 2, 11, tzinfo=UTC)
    return [replace(one, status="VOIDED", left=Money(0), updated_at=at) for one in advances]


def live(scene: EditedXero) -> int:
    return sum(one.status is PaymentStatus.LIVE for one in scene.book.payments.of_customer(scene.customer))


def test_a_few_that_are_voided_are_taken_back_at_once(scene: EditedXero) -> None:
    made = overpayments(scene, MANY)
    land(scene, voided(made[:5]))
    assert (live(scene), scene.open_ones()) == (MANY - 5, [])


def test_many_at_once_wait_for_a_person_and_not_taken_back_by_coming_again(scene: EditedXero) -> None:
    made = overpayments(scene, MANY)
    land(scene, voided(made))
    assert (live(scene), len(scene.open_ones())) == (MANY, MANY)
    assert {one.kind for one in scene.open_ones()} == {MismatchKind.GONE_IN_XERO}
    land(scene, voided(made[:3]))
    assert live(scene) == MANY


def test_a_person_s_word_takes_them_back_for_good(scene: EditedXero) -> None:
    made = overpayments(scene, MANY)
    land(scene, voided(made))
    desk.settle_many(scene.workplace, [one.id for one in scene.open_ones()], WayOut.TAKE_BACK)
    assert (live(scene), scene.open_ones()) == (0, [])
    land(scene, voided(made))
    assert (live(scene), scene.open_ones()) == (0, [])
    assert scene.sync().sent == 0

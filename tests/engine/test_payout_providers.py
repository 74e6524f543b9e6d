"""The providers that pay out less a fee: the usual ones at first, then what a person keeps."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import Provider
from safe_desktop.engine.entry.payout_providers import (
    USUAL,
    PayoutProvider,
    payout_providers,
    providers_to_match,
    save_payout_providers,
)
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from tests.made_workplace import opened_workplace

SUMUP = PayoutProvider("SumUp", Decimal("1.69"))


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    with opened_workplace(tmp_path) as made:
        yield made


def test_a_new_book_knows_the_usual_providers_and_their_fees(workplace: Workplace) -> None:
    assert [(one.name, one.terms("GBP")) for one in payout_providers(workplace.book)] == [
        ("GoCardless", "1 % + 0.20, at most 4.00"),
        ("Stripe", "1.5 % + 0.20"),
    ]
    assert providers_to_match(workplace.book)[0] == (Provider("GoCardless", Decimal(1), 20, 400), "Direct Debit")


def test_what_a_person_keeps_is_exact_and_told_in_the_activity_record(workplace: Workplace) -> None:
    kept = (replace(USUAL[0], percent=Decimal("1.125"), cap_minor=None), SUMUP)
    assert save_payout_providers(workplace, kept)
    assert payout_providers(workplace.book) == kept
    assert "SumUp: 1.69 %" in workplace.book.activity.latest(1)[0].detail
    assert not save_payout_providers(workplace, kept)
    assert save_payout_providers(workplace, ())
    assert payout_providers(workplace.book) == ()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (replace(SUMUP, name=" x "), "no name of a provider"),
        (replace(SUMUP, name="gocardless"), "is there twice"),
        (replace(SUMUP, percent=Decimal(26)), "no fee of SumUp"),
        (replace(SUMUP, percent=Decimal("NaN")), "no fee of SumUp"),
        (replace(SUMUP, percent=Decimal(-1)), "no fee of SumUp"),
        (replace(SUMUP, fixed_minor=-1), "between 0 and 1,000.00"),
        (replace(SUMUP, cap_minor=100_001), "between 0 and 1,000.00"),
        (replace(SUMUP, method="Pigeon"), "no payment method “Pigeon”"),
    ],
)
def test_a_provider_that_cannot_be_is_refused_and_nothing_is_changed(
    workplace: Workplace, bad: PayoutProvider, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        save_payout_providers(workplace, (*USUAL, bad))
    assert payout_providers(workplace.book) == USUAL

"""Fifty customers with names alike who all owe one price: whatever they write, nobody pays for another."""

import random

import pytest

from tests.domain.matching_desk import MatchingDesk, settled

PRICE = 12_000
SURNAMES = ("Smith", "Patel", "Jones", "Khan", "Walker", "Evans")
TRADES = ("Plumbing", "Joinery", "Dance Academy", "Fitness", "Windows", "Cleaning Services", "Cleaning Solutions")


def fifty_names(chance: random.Random) -> list[str]:
    """Fifty different names, many with the same beginning, or but for an initial the same."""
    names: dict[str, None] = {}
    while len(names) < 50:
        surname, trade = chance.choice(SURNAMES), chance.choice(TRADES)
        shapes = (
            f"{chance.choice('ABCDJKM')} {surname} {trade}",
            f"{surname} {trade} {chance.choice(('Ltd', '(North) Ltd', 'Group', 'Holdings'))}",
            f"{surname} & {chance.choice(SURNAMES)} {trade}",
        )
        names[chance.choice(shapes)] = None
    return list(names)


def one_digit_wrong(number: str, chance: random.Random) -> str:
    """The number with one digit wrong, so that it is very likely another customer's."""
    at = chance.randrange(1, len(number))
    return number[:at] + str((int(number[at]) + chance.randrange(1, 9)) % 10) + number[at + 1 :]


@pytest.mark.parametrize("seed", range(12))
def test_of_fifty_customers_who_owe_one_price_each_pays_only_his_own(seed: int) -> None:
    chance = random.Random(seed)
    desk = MatchingDesk()
    truth: dict[str, str] = {}
    acts = 0
    for at, name in enumerate(fifty_names(chance)):
        payer = desk.customer(name, chance.choice(("", "Ann", "Bob")), chance.choice(("", *SURNAMES)))
        document = desk.owes(payer, f"INV-{1000 + at}", PRICE)
        cut, number = name.upper()[:18], str(1000 + at)
        payee, reference = chance.choice(
            (
                (name, ""),
                (cut, "payment"),
                (name, f"INV-{number}"),
                (cut, f"inv {number}"),
                (cut, one_digit_wrong(number, chance)),
                (name.split()[0], ""),
                (f"{name[:4]}{name[5:6]}{name[4:5]}{name[6:]}", ""),
            )
        )
        truth[desk.receives(PRICE, payee, reference)] = document
        desk.receives(PRICE, f"Mr {chance.choice(SURNAMES)}", chance.choice(("", "one off")))
    for verdict in desk.match():
        found = settled(verdict)
        if found is not None:
            acts += 1
            assert found == {truth.get(verdict.receipt_key): PRICE}, verdict
    assert acts >= 25

"""What the desk says of a mismatch: values in words, sums, groups, ways out in common."""

from dataclasses import replace

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut, ways_out
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.deciding.desk_rows import (
    apart_of,
    common_ways,
    field_words,
    grouped,
    kind_icon,
    ours_moved,
    pill_words,
    side_sums,
    theirs_moved,
    value_words,
)
from safe_desktop.ui.look.resource_files import resource

ID = "5c9a3d2e-1f40-4b7e-9a55-0123456789ab"


def entry(kind: MismatchKind = MismatchKind.TOTAL_DIFFERS, number: int = 1, **more: object) -> MismatchEntry:
    made = MismatchEntry(
        number,
        kind,
        RecordKind.INVOICE,
        number,
        f"INV-{number}",
        "Ann",
        "total",
        "100.00",
        "120.00",
        "100.00",
        Money(2000),
        "The total was changed in Xero",
        3,
        ways_out(kind, RecordKind.INVOICE),
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1234.50", "1,234.50"),
        ("-12.00", "−12.00"),
        ("2026-12-14", "14 Dec 26"),
        ("", "(empty)"),
        ("PO 88213", "PO 88213"),
        ("12.5", "12.5"),
        (ID, "Ivybank Ltd"),
    ],
)
def test_a_raw_value_is_shown_as_a_person_writes_it(value: str, words: str) -> None:
    assert value_words(value, lambda _id: "Ivybank Ltd") == words


def test_an_id_that_nobody_knows_is_never_shown_as_digits() -> None:
    assert value_words(ID, lambda _id: "") == "Another record"


def test_the_side_that_moved_is_the_one_that_is_not_what_was_agreed() -> None:
    moved_there = entry()
    assert (ours_moved(moved_there), theirs_moved(moved_there)) == (False, True)
    never_agreed = entry(agreed="")
    assert (ours_moved(never_agreed), theirs_moved(never_agreed)) == (True, True)


def test_differences_are_summed_without_their_signs_and_never_across_currencies() -> None:
    rows = [entry(), entry(apart=Money(-500)), entry(apart=Money(700, "EUR")), entry(apart=None)]
    assert apart_of(rows) == (Money(700, "EUR"), Money(2500))


def test_both_sides_are_summed_over_plain_amounts_of_one_currency() -> None:
    sums = side_sums([entry(), entry(ours="5.05", theirs="6.00"), entry(ours="Approved", theirs="Voided")])
    assert sums is not None
    assert (sums.ours, sums.theirs, sums.rows) == (Money(10505), Money(12600), 2)
    assert side_sums([entry(), entry(apart=Money(1, "EUR"))]) is None
    assert side_sums([]) is None


def test_groups_stand_in_the_order_of_the_kinds_whatever_was_found_first() -> None:
    groups = grouped([entry(MismatchKind.GONE_IN_XERO, 1), entry(MismatchKind.NAME_TAKEN, 2), entry(number=3)])
    assert [group.kind for group in groups] == [
        MismatchKind.NAME_TAKEN,
        MismatchKind.TOTAL_DIFFERS,
        MismatchKind.GONE_IN_XERO,
    ]


def test_only_ways_out_that_all_have_are_offered_for_all() -> None:
    changed = entry(MismatchKind.FIELD_DIFFERS)
    both = entry(MismatchKind.BOTH_CHANGED)
    gone = entry(MismatchKind.GONE_IN_XERO)
    assert common_ways([changed, both])[:2] == (WayOut.TAKE_THEIRS, WayOut.SEND_OURS), "in the order of the first"
    assert not {WayOut.TAKE_THEIRS, WayOut.SEND_OURS, WayOut.VOID_OURS} & set(common_ways([changed, gone]))
    assert common_ways([]) == ()


def test_a_field_is_called_what_it_is_called_everywhere() -> None:
    assert field_words(entry(field="due_on")) == "Due date"
    assert field_words(entry(field="")) == "–"


@pytest.mark.parametrize("kind", list(MismatchKind))
def test_every_kind_has_its_word_on_a_pill_and_an_icon_that_is_there(kind: MismatchKind) -> None:
    icon, _tone = kind_icon(kind)
    assert pill_words(kind)
    assert resource("icons", f"{icon}.svg").exists()


def test_every_kind_has_an_icon_of_its_own_and_words_that_fit_a_pill() -> None:
    for kind in MismatchKind:
        assert kind_icon(kind)[0] != "triangle-alert", kind
        assert len(pill_words(kind)) <= 15, kind

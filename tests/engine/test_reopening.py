"""How a mismatch was settled is taken back where only a mark was set, and elsewhere said in words how to undo it."""

from collections.abc import Iterator

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding.desk import settle
from safe_desktop.engine.deciding.reopening import reopen
from safe_desktop.errors import InputError
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.engine.test_ways_out import CASES, Case, is_of


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def arisen(scene: EditedXero, case: Case) -> int:
    case.arise(scene)
    return next(one.id for one in scene.open_ones() if is_of(one, case))


def case_of(kind: MismatchKind) -> Case:
    return next(one for one in CASES if one.kind is kind)


def test_what_was_noted_waits_again(scene: EditedXero) -> None:
    number = arisen(scene, case_of(MismatchKind.ROUNDED))
    before = scene.open_ones()
    settle(scene.workplace, number, WayOut.NOTED)
    assert number not in [one.id for one in scene.open_ones()]

    reopen(scene.workplace, number)

    assert scene.open_ones() == before
    assert scene.book.activity.latest(1)[0].action == "Undid"


def test_what_was_not_to_be_sent_waits_again_and_is_not_held_back(scene: EditedXero) -> None:
    case = case_of(MismatchKind.NUMBER_TAKEN)
    number = arisen(scene, case)
    ours = scene.book.mismatches.get(number).local_id
    settle(scene.workplace, number, WayOut.DO_NOT_SEND)
    assert scene.word(case.record, ours) is Standing.DO_NOT_SEND

    reopen(scene.workplace, number)

    assert scene.word(case.record, ours) is not Standing.DO_NOT_SEND
    assert number in [one.id for one in scene.open_ones()]


def test_a_record_that_was_changed_is_not_changed_back_and_words_say_what_to_do(scene: EditedXero) -> None:
    number = arisen(scene, case_of(MismatchKind.TOTAL_DIFFERS))
    settle(scene.workplace, number, WayOut.TAKE_THEIRS)

    with pytest.raises(InputError) as refused:
        reopen(scene.workplace, number)

    assert refused.value.remedy == "Change the record here; the next sync tells Xero."
    assert number not in [one.id for one in scene.open_ones()]


def test_what_still_waits_cannot_be_taken_back(scene: EditedXero) -> None:
    number = arisen(scene, case_of(MismatchKind.ROUNDED))
    with pytest.raises(InputError, match="is not settled"):
        reopen(scene.workplace, number)

"""A customer archived here: its contact is archived in Xero where the setting says so, once, and never otherwise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from tests.engine.synced_book import Bench, connected_anew
from tests.practice.practice_process import PracticeProcess


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as process:
        yield process


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with connected_anew(tmp_path, xero) as made:
        yield made


@pytest.fixture
def ann(bench: Bench) -> int:
    customer = bench.customer("Ann", "ann@one.example")
    bench.sync()
    return customer


def archive(bench: Bench, customer: int, is_archived: bool = True) -> None:
    ledger.archive_customer(bench.workplace, customer, is_archived)


def test_without_the_setting_an_archived_customer_stays_in_xero_as_it_is(bench: Bench, ann: int) -> None:
    archive(bench, ann)
    assert bench.sync().sent == 0
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.STAYS_HERE


def test_with_the_setting_its_contact_is_archived_once(bench: Bench, ann: int) -> None:
    ledger.change_settings(bench.workplace, archive_in_xero=True)
    archive(bench, ann)
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.CHANGED_HERE
    assert bench.sync().sent == 1
    assert bench.writes()[-1].body == '{"Contacts":[{"ContactStatus":"ARCHIVED"}]}'
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.IN_XERO
    bench.due_now("contacts")
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (0, 0)


def test_a_lost_answer_to_it_is_looked_up(bench: Bench, ann: int) -> None:
    ledger.change_settings(bench.workplace, archive_in_xero=True)
    archive(bench, ann)
    bench.xero.admin("faults", {"fault": "reset", "when": "after", "method": "POST", "path": "/Contacts"})
    bench.sync()
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.SENDING
    bench.sync()
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.IN_XERO
    assert len([one for one in bench.writes() if one.method == "POST"]) == 1


def test_one_that_never_arrived_is_not_taken_for_done(bench: Bench, ann: int) -> None:
    ledger.change_settings(bench.workplace, archive_in_xero=True)
    archive(bench, ann)
    wish = {"fault": "status", "status": 500, "when": "before", "method": "POST", "path": "/Contacts"}
    bench.xero.admin("faults", wish)
    bench.sync()
    bench.sync()
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.SENDING


def test_archived_on_both_sides_is_no_difference(bench: Bench, ann: int) -> None:
    bench.xero.admin("archive-contact", {"name": "Ann"})
    bench.due_now("contacts")
    assert bench.sync().mismatches_open == 1
    archive(bench, ann)
    assert bench.workplace.book.mismatches.count() == 0
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.IN_XERO
    bench.due_now("contacts")
    assert bench.sync().mismatches_open == 0


def test_brought_back_here_it_is_asked_to_be_restored_in_xero(bench: Bench, ann: int) -> None:
    ledger.change_settings(bench.workplace, archive_in_xero=True)
    archive(bench, ann)
    bench.sync()
    archive(bench, ann, is_archived=False)
    report = bench.sync()
    assert report.sent == 0
    assert [one.kind for one in bench.workplace.book.mismatches.open_ones()] == [MismatchKind.CONTACT_ARCHIVED]

"""A record that Xero refused waits with its reason until a person has it sent once more."""

from pathlib import Path

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.sync import standings
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.outbox_records import EntryState, Intent, Operation
from tests.made_records import TODAY
from tests.made_workplace import opened_workplace


def refused(workplace: Workplace, name: str) -> int:
    """A customer that Xero did not take."""
    book = workplace.book
    kept = ledger.add_customer(workplace, Customer(name)).value
    with book.transaction():
        intent = Intent(RecordKind.CUSTOMER, Operation.CREATE, kept.id, kept.revision, name.casefold(), "{}", 1)
        entries = book.outbox.begin(f"key-{name}", "PUT", "Contacts", "", b"{}", "0" * 64, [intent])
        book.outbox.settle(entries, EntryState.REFUSED, "The contact name is taken")
        standings.refresh(book, RecordKind.CUSTOMER, [kept.id], TODAY)
    return kept.id


def test_a_refused_record_is_ready_again_and_the_others_stay_refused(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace:
        first, second = refused(workplace, "First Ltd"), refused(workplace, "Second Ltd")
        before = lists.customers(workplace.book).entries([first, second])
        assert [(entry.standing, entry.reason) for entry in before] == [
            (Standing.FAILED, "The contact name is taken")
        ] * 2

        changes = ledger.retry(workplace, RecordKind.CUSTOMER, [first])

        after = lists.customers(workplace.book).entries([first, second])
        assert [entry.standing for entry in after] == [Standing.READY, Standing.FAILED]
        assert changes.touches("customers")
        assert workplace.book.activity.of_record(RecordKind.CUSTOMER, first)[0].action == "tries again"

"""Lists of Xero's read by their time of change: what is asked, and that every row arrives."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from safe_desktop.errors import OfflineError
from tests.xero.canned import Talk, contact_json, enveloped, guid, in_turn, said, ticks

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


class ContactList:
    """A list of contacts that answers questions as Xero documents them: order, second, page, archived ones."""

    def __init__(self, rows: Sequence[tuple[int, datetime]], counts_pages: bool = True) -> None:
        self.rows = list(rows)
        self.counts_pages = counts_pages
        self.questions: list[tuple[str, int]] = []

    def touch(self, number: int, updated: datetime) -> None:
        """The contact changes, and moves to the end of the list."""
        self.rows = [(one, updated if one == number else stamp) for one, stamp in self.rows]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        since = request.headers.get("if-modified-since", "0001-01-01T00:00:00")
        page, size = int(request.url.params["page"]), int(request.url.params["pageSize"])
        self.questions.append((since, page))
        from_then = datetime.fromisoformat(since).replace(tzinfo=UTC)
        rows = sorted((stamp, number) for number, stamp in self.rows if stamp >= from_then)
        some = rows[(page - 1) * size : page * size]
        paging = {"page": page, "pageSize": size, "pageCount": -(-len(rows) // size), "itemCount": len(rows)}
        more = {"pagination": paging} if self.counts_pages else {}
        return said(enveloped("Contacts", *(contact_json(n, f"N{n}", stamp) for stamp, n in some), **more))


def read_all(talk: Talk, since: datetime | None = None) -> tuple[list[str], datetime | None]:
    names: list[str] = []
    cursor = since
    for page in talk.client.contacts(since):
        names.extend(contact.name for contact in page.items)
        cursor = page.cursor
    return names, cursor


def test_a_list_is_read_by_seeking_always_page_one_from_the_last_second() -> None:
    rows = [(number, START + timedelta(seconds=number // 10)) for number in range(2500)]
    xero = ContactList(rows)
    names, cursor = read_all(Talk(xero))
    assert sorted(names) == sorted(f"N{number}" for number, _stamp in rows)
    assert len(names) == 2500
    assert cursor == rows[-1][1]
    assert [page for _since, page in xero.questions] == [1, 1, 1]
    assert xero.questions[1][0] == "2026-11-01T09:01:38"


@pytest.mark.parametrize("counts_pages", [True, False])
def test_more_rows_within_one_second_than_a_page_holds_are_all_read(counts_pages: bool) -> None:
    rows = [(number, START + timedelta(milliseconds=number % 900)) for number in range(3400)]
    rows += [(5000 + number, START + timedelta(seconds=5 + number)) for number in range(300)]
    names, cursor = read_all(Talk(ContactList(rows, counts_pages)))
    assert len(names) == len(set(names)) == 3700
    assert cursor == rows[-1][1]


def test_a_row_that_moves_while_pages_are_read_by_number_hides_no_other() -> None:
    rows = [(number, START) for number in range(2500)]
    xero = ContactList(rows)
    moved = False

    def moving(request: httpx.Request) -> httpx.Response:
        nonlocal moved
        if request.url.params["page"] == "2" and not moved:
            moved = True
            xero.touch(3, START + timedelta(minutes=1))  # row 1000 slides onto page 1, which was read already
        return xero(request)

    talk = Talk(moving)
    names: list[str] = []
    cursors: list[datetime | None] = []
    for page in talk.client.contacts(None):
        names.extend(contact.name for contact in page.items)
        cursors.append(page.cursor)
    assert set(names) == {f"N{number}" for number in range(2500)}
    assert set(cursors[:-1]) == {START}
    assert cursors[-1] == START + timedelta(minutes=1)


def test_a_list_that_never_stands_still_ends_with_its_cursor_unmoved() -> None:
    xero = ContactList([(number, START) for number in range(2100)])

    def restless(request: httpx.Request) -> httpx.Response:
        if request.url.params["page"] == "2":
            xero.touch(len(xero.questions), START + timedelta(minutes=len(xero.questions)))
        return xero(request)

    names, cursor = read_all(Talk(restless))
    assert set(names) == {f"N{number}" for number in range(2100)}
    assert cursor == START


def test_a_list_out_of_order_keeps_the_cursor_until_its_end() -> None:
    pages = [
        said(
            enveloped(
                "Contacts",
                contact_json(1, "A", START),
                contact_json(2, "B", START - timedelta(days=1)),
                pagination={"page": 1, "pageSize": 2, "pageCount": 2, "itemCount": 3},
            )
        ),
        said(
            enveloped(
                "Contacts",
                contact_json(3, "C", START - timedelta(days=2)),
                pagination={"page": 2, "pageSize": 2, "pageCount": 2, "itemCount": 3},
            )
        ),
    ]
    cursors = [page.cursor for page in Talk(in_turn(*pages)).client.contacts(None)]
    assert cursors[0] is None
    assert cursors[-1] is not None


def test_a_later_reading_begins_five_minutes_before_the_cursor_and_never_goes_back() -> None:
    xero = ContactList([])
    _names, cursor = read_all(Talk(xero), START)
    assert xero.questions == [("2026-11-01T08:55:00", 1)]
    assert cursor == START
    old = ContactList([(1, START - timedelta(minutes=2))])
    assert read_all(Talk(old), START) == (["N1"], START)


def test_nothing_new_may_be_told_as_304() -> None:
    assert read_all(Talk(in_turn(httpx.Response(304))), START) == ([], START)


def test_a_record_that_cannot_be_read_is_told_and_the_others_arrive() -> None:
    invoice = {"InvoiceID": guid(1), "InvoiceNumber": "I1", "Type": "ACCREC", "UpdatedDateUTC": ticks(START)}
    talk = Talk(in_turn(said(enveloped("Invoices", invoice))))
    page = next(iter(talk.client.invoices(None)))
    assert (page.items, page.unreadable[0].label) == ((), "I1")
    assert page.cursor == START
    params = talk.asked[0].url.params
    assert (params["where"], params["unitdp"], params["pageSize"]) == ('Type=="ACCREC"', "4", "1000")


@pytest.mark.parametrize(
    "body",
    [b"<html>", b'{"Contacts":NaN}', enveloped("Contacts", {"Name": "no id"}), enveloped("Invoices")],
)
def test_a_page_that_is_not_xeros_moves_no_cursor(body: bytes) -> None:
    talk = Talk(in_turn(said(body)))
    with pytest.raises(OfflineError, match="did not answer properly"):
        read_all(talk)

"""Questions and writes of one organisation: what is asked, what is repeated, what is waited for, what never is."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.errors import (
    Cancelled,
    NotConnected,
    OfflineError,
    OutcomeUnknown,
    SafeError,
    XeroBusyError,
    XeroRefused,
)
from safe_desktop.xero.wire_writing import create_request
from tests.xero.canned import Talk, contact_json, enveloped, guid, in_turn, said, ticks

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
HELLO = create_request(RecordKind.CUSTOMER, [{"Name": "Ann"}], "key-1")
SAVED = enveloped("Contacts", contact_json(1, "Ann", StatusAttributeString="OK"))


def test_every_call_names_the_organisation_and_asks_for_json() -> None:
    talk = Talk(in_turn(said(enveloped("Accounts"))))
    talk.client.accounts()
    headers = talk.asked[0].headers
    assert headers["xero-tenant-id"] == guid(77)
    assert headers["accept"] == "application/json"
    assert str(talk.asked[0].url) == "http://127.0.0.1:9/api.xro/2.0/Accounts"
    assert "if-modified-since" not in headers


def test_a_question_that_fails_is_asked_three_times_with_pauses() -> None:
    talk = Talk(in_turn(httpx.ReadTimeout("slow"), said(b"", 502), said(enveloped("TaxRates"))))
    assert talk.client.tax_rates() == []
    assert len(talk.asked) == 3
    assert 0.5 <= talk.patience.waits[0] <= 1
    assert 1 <= talk.patience.waits[1] <= 2
    hopeless = Talk(in_turn(httpx.ConnectError("no route")))
    with pytest.raises(OfflineError, match="cannot be reached"):
        hopeless.client.tax_rates()
    assert len(hopeless.asked) == 3


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (httpx.ConnectError("refused"), OfflineError),
        (httpx.ConnectTimeout("slow"), OfflineError),
        (httpx.PoolTimeout("busy"), OfflineError),
        (httpx.ReadTimeout("slow"), OutcomeUnknown),
        (httpx.WriteError("broken"), OutcomeUnknown),
        (httpx.RemoteProtocolError("cut"), OutcomeUnknown),
        (said(b"", 500), OutcomeUnknown),
        (said(b"<html>"), OutcomeUnknown),
        (said(b'{"Invoices":[]}'), OutcomeUnknown),
        (said(enveloped("Contacts")), OutcomeUnknown),
        (said(b'{"Message":"bad"}', 400), XeroRefused),
        (said(b"{}", 403), NotConnected),
        (said(b"{}", 401), NotConnected),
    ],
)
def test_a_write_is_sent_once_whatever_becomes_of_it(
    outcome: httpx.Response | Exception, error: type[SafeError]
) -> None:
    talk = Talk(in_turn(outcome))
    with pytest.raises(error):
        talk.client.write(HELLO)
    assert len(talk.asked) == 1


def test_a_write_carries_its_key_its_bytes_and_its_question() -> None:
    talk = Talk(in_turn(said(SAVED)))
    answer = talk.client.write(HELLO)[0]
    assert (answer.status_ok, answer.natural_key) == (True, "ann")
    sent = talk.asked[0]
    assert (sent.method, sent.headers["idempotency-key"], sent.content) == ("PUT", "key-1", HELLO.body)
    assert sent.url.params["summarizeErrors"] == "false"
    with pytest.raises(AssertionError):
        talk.client.write(create_request(RecordKind.CUSTOMER, [{}], ""))


def test_a_429_was_surely_not_executed_so_the_same_write_goes_again_after_the_wait() -> None:
    talk = Talk(in_turn(said(b"", 429, retry_after="17", x_rate_limit_problem="minute"), said(SAVED)))
    assert talk.client.write(HELLO)[0].status_ok
    assert [request.content for request in talk.asked] == [HELLO.body, HELLO.body]
    assert talk.patience.waits == [17]
    assert talk.told == ["Waiting 17 seconds for Xero's limit of calls"]


def test_a_hair_that_is_left_of_a_wait_is_waited_for_as_long_as_any_clock_can_count() -> None:
    """Else a clock that does not move by a billionth of a second holds the calls for ever."""
    talk = Talk(in_turn(said(b"", 429, retry_after="17", x_rate_limit_problem="minute"), said(SAVED)))
    hairs = iter((-1e-9,))
    talk.patience.on_wait = lambda: talk.clock.move(next(hairs, 0.0))
    talk.client.write(HELLO)
    assert talk.patience.waits == [17, 0.01]


def test_the_limit_of_the_day_is_not_slept_through() -> None:
    talk = Talk(in_turn(said(b"", 429, retry_after="40000", x_rate_limit_problem="day")))
    with pytest.raises(XeroBusyError) as busy:
        talk.client.write(HELLO)
    assert busy.value.retry_at == talk.clock.now() + timedelta(seconds=40000)
    assert (len(talk.asked), talk.patience.waits) == (1, [])


def test_endless_429_ends_in_words() -> None:
    talk = Talk(in_turn(said(b"", 429, x_rate_limit_problem="concurrent")))
    with pytest.raises(XeroBusyError):
        talk.client.accounts()
    assert len(talk.asked) == 5


def test_waiting_can_be_stopped_and_then_nothing_was_sent() -> None:
    talk = Talk(in_turn(said(b"", 429, retry_after="60")), stop_after=0)
    with pytest.raises(Cancelled):
        talk.client.write(HELLO)
    assert talk.asked == []


def test_the_56th_call_of_a_minute_waits_for_its_turn() -> None:
    talk = Talk(in_turn(said(enveloped("Accounts"))))
    for _call in range(56):
        talk.client.accounts()
    assert talk.patience.waits == [60]


def test_a_contact_is_found_by_name_without_regard_to_case_or_blanks() -> None:
    found = said(enveloped("Contacts", contact_json(1, "ANN & co"), contact_json(2, "Ann & Company")))
    talk = Talk(in_turn(found))
    assert [contact.name for contact in talk.client.contact_by_name("Ann  & Co")] == ["ANN & co"]
    params = talk.asked[0].url.params
    assert (params["where"], params["includeArchived"]) == ('Name=="Ann & Co"', "true")


def test_a_name_with_quotation_marks_is_searched_for_and_compared_here() -> None:
    talk = Talk(in_turn(said(enveloped("Contacts", contact_json(1, 'The "Best" Shop'), contact_json(2, "Best Shop")))))
    assert len(talk.client.contact_by_name('The "Best" Shop')) == 1
    assert talk.asked[0].url.params["searchTerm"] == " Shop"
    assert "where" not in talk.asked[0].url.params


def document_json(number: int, name: str, kind: str = "ACCREC") -> dict[str, object]:
    is_invoice = not kind.endswith("CREDIT")
    return {
        "Type": kind,
        "InvoiceID" if is_invoice else "CreditNoteID": guid(number),
        "InvoiceNumber" if is_invoice else "CreditNoteNumber": name,
        "Date": "2026-11-01",
        "UpdatedDateUTC": ticks(START),
        "Total": 5,
    }


def test_documents_are_found_by_number_forty_at_a_time_and_bills_are_left_out() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        numbers = request.url.params["InvoiceNumbers"].split(",")
        return said(
            enveloped("Invoices", *(document_json(int(n[1:]), n) for n in numbers), document_json(999, "I1", "ACCPAY"))
        )

    talk = Talk(handler)
    found = talk.client.documents_by_number(DocumentKind.INVOICE, [f"I{number}" for number in range(90)])
    assert len(found) == 90
    assert len(talk.asked) == 3


def test_credit_notes_are_found_by_a_filter_and_only_those_asked_for() -> None:
    notes = (document_json(1, "cn-1", "ACCRECCREDIT"), document_json(2, "CN-9", "ACCRECCREDIT"))
    talk = Talk(in_turn(said(enveloped("CreditNotes", *notes))))
    found = talk.client.documents_by_number(DocumentKind.CREDIT_NOTE, ["CN-1", "CN-2"])
    assert [document.number for document in found] == ["cn-1"]
    assert talk.asked[0].url.params["where"] == 'CreditNoteNumber=="CN-1" OR CreditNoteNumber=="CN-2"'


def test_numbers_that_fit_no_filter_are_searched_for_widely_and_compared_here() -> None:
    talk = Talk(in_turn(said(enveloped("Invoices", document_json(1, "A,1"), document_json(2, "A,12")))))
    assert [found.document_id for found in talk.client.documents_by_number(DocumentKind.INVOICE, ["A,1"])] == [guid(1)]
    assert talk.asked[0].url.params["searchTerm"] == "A,1"
    notes = Talk(in_turn(said(enveloped("CreditNotes", document_json(1, 'C"1', "ACCRECCREDIT")))))
    assert len(notes.client.documents_by_number(DocumentKind.CREDIT_NOTE, ['C"1'])) == 1


def test_a_lookup_whose_hit_cannot_be_read_fails_rather_than_say_there_is_none() -> None:
    unreadable = {"InvoiceID": guid(1), "InvoiceNumber": "I1", "Type": "ACCREC", "UpdatedDateUTC": ticks(START)}
    talk = Talk(in_turn(said(enveloped("Invoices", unreadable))))
    with pytest.raises(OfflineError, match="did not answer properly"):
        talk.client.documents_by_number(DocumentKind.INVOICE, ["I1"])


def test_the_payments_of_a_document_are_asked_for_by_its_id() -> None:
    payment = {"PaymentID": guid(5), "Date": "2026-11-01", "Amount": 1, "UpdatedDateUTC": ticks(START)}
    talk = Talk(in_turn(said(enveloped("Payments", payment))))
    assert [found.payment_id for found in talk.client.payments_of(guid(1))] == [guid(5)]
    assert talk.asked[0].url.params["where"] == f'Invoice.InvoiceID==guid("{guid(1)}")'
    with pytest.raises(AssertionError):
        talk.client.payments_of('") OR true')


def test_single_records_are_read_and_a_gone_one_is_none() -> None:
    payment = {"PaymentID": guid(5), "Date": "2026-11-01", "Amount": 1, "UpdatedDateUTC": ticks(START)}
    answers: dict[str, bytes] = {
        "Invoices": enveloped("Invoices", document_json(1, "I1")),
        "Contacts": enveloped("Contacts", contact_json(1, "Ann")),
        "Payments": enveloped("Payments", payment),
    }

    def handler(request: httpx.Request) -> httpx.Response:
        return said(answers[request.url.path.split("/")[3]])

    client = Talk(handler).client
    document, contact, paid = (
        client.document(DocumentKind.INVOICE, guid(1)),
        client.contact(guid(1)),
        client.payment(guid(5)),
    )
    assert document is not None
    assert contact is not None
    assert paid is not None
    assert (document.number, contact.name, paid.payment_id) == ("I1", "Ann", guid(5))
    gone = Talk(in_turn(said(b"", 404, content_type="text/html"))).client
    assert gone.document(DocumentKind.INVOICE, guid(1)) is None
    strange = Talk(in_turn(said(enveloped("Contacts")))).client
    with pytest.raises(OfflineError):
        strange.contact(guid(1))


def test_open_documents_are_asked_for_whenever_they_changed() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return said(enveloped(request.url.path.rsplit("/", 1)[1]))

    talk = Talk(handler)
    assert [page.items for page in talk.client.open_documents(DocumentKind.INVOICE)] == [()]
    assert [page.items for page in talk.client.open_documents(DocumentKind.CREDIT_NOTE)] == [()]
    invoices, notes = (request.url.params for request in talk.asked)
    assert (invoices["where"], invoices["Statuses"]) == ('Type=="ACCREC"', "AUTHORISED,DRAFT,SUBMITTED")
    assert notes["where"] == 'Type=="ACCRECCREDIT" AND Status=="AUTHORISED"'
    assert all("if-modified-since" not in request.headers for request in talk.asked)


def test_the_organisation_is_asked_for_in_one_call() -> None:
    raw = {"OrganisationID": guid(1), "Name": "Fern", "BaseCurrency": "NZD"}
    talk = Talk(in_turn(said(enveloped("Organisations", raw))))
    assert talk.client.organisation().base_currency == "NZD"
    talk.client.close()


def test_payments_and_credit_notes_are_lists_like_the_others() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return said(enveloped(request.url.path.rsplit("/", 1)[1]))

    talk = Talk(handler)
    assert [page.items for page in talk.client.payments(START)] == [()]
    assert [page.items for page in talk.client.credit_notes(None)] == [()]
    assert talk.asked[1].url.params["where"] == 'Type=="ACCRECCREDIT"'

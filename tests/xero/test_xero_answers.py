"""An answer is Xero's word, or it is not; a write without Xero's word is in doubt."""

import json

import pytest

from safe_desktop.errors import NotConnected, OfflineError, OutcomeUnknown, XeroBusyError, XeroRefused
from safe_desktop.xero.answers import Answer, RecordIsGone, lacks_scope, messages_in, trusted
from safe_desktop.xero.element_answers import judged
from safe_desktop.xero.wire_reading import NotXeros
from tests.xero.canned import contact_json, enveloped, guid

JSON = {"content-type": "application/json; charset=utf-8"}
HTML = {"content-type": "text/html; charset=utf-8"}
ZERO = "00000000-0000-0000-0000-000000000000"


def refusal(*elements: object, **more: object) -> bytes:
    told = {"ErrorNumber": 10, "Type": "ValidationException", "Message": "A validation exception occurred", **more}
    return json.dumps({**told, "Elements": list(elements)}).encode()


def test_json_with_200_is_xeros_word() -> None:
    assert trusted(Answer(200, JSON, b"{}"), is_write=True) == b"{}"
    assert trusted(Answer(200, {"content-type": "text/json"}, b" [1]"), is_write=False) == b" [1]"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, HTML, b"<html>welcome to the hotel</html>"),
        Answer(200, JSON, b"<html>welcome to the hotel</html>"),
        Answer(200, JSON, b""),
        Answer(200, {"content-type": "text/plain"}, b"{}"),
        Answer(200, {"content-type": "text/xml"}, b"<Response/>"),
        Answer(200, {}, b"{}"),
        Answer(201, JSON, b"{}"),
        Answer(302, {"location": "https://elsewhere.example"}, b""),
        Answer(403, HTML, b"<html>blocked by the office</html>"),
        Answer(404, HTML, b"<html>no such page</html>"),
        Answer(400, HTML, b"<html>bad request</html>"),
        Answer(407, HTML, b"<html>proxy</html>"),
        Answer(412, {}, b""),
        Answer(500, JSON, b'{"ErrorNumber":500,"Type":"UnknownErrorException"}'),
        Answer(502, HTML, b"<html>"),
        Answer(503, {}, b"The Organisation is offline"),
        Answer(504, {}, b""),
        Answer(400, JSON, b'"Idempotency Key: abc is used with a different request."'),
        Answer(400, JSON, refusal(Message="Idempotency Key: abc is used with a DIFFERENT request.")),
    ],
)
def test_anything_else_leaves_a_write_in_doubt_and_a_question_unanswered(answer: Answer) -> None:
    with pytest.raises(OutcomeUnknown) as unknown:
        trusted(answer, is_write=True)
    assert "may or may not" in unknown.value.detail
    with pytest.raises(OfflineError):
        trusted(answer, is_write=False)


def test_a_refusal_carries_xeros_words_however_deep_they_lie() -> None:
    body = refusal(
        {
            "ValidationErrors": [{"Message": "Invoice # must be unique."}],
            "Contact": {"ValidationErrors": [{"Description": "No such contact"}]},
            "LineItems": [{"ValidationErrors": [{"Message": "Account code '9' is not valid"}, {"Code": 1}, "odd"]}],
            "Warnings": [{"Message": "only a warning", "ValidationErrors": [{"Message": "not this"}]}],
        },
        {"ValidationErrors": [{"Message": "Invoice # must be unique."}]},
    )
    with pytest.raises(XeroRefused) as refused:
        trusted(Answer(400, JSON, body), is_write=True)
    assert refused.value.messages == (
        "Invoice # must be unique.",
        "No such contact",
        "Account code '9' is not valid",
        '{"Code": 1}',
        "odd",
    )


def test_a_refusal_without_elements_carries_its_message() -> None:
    body = b'{"ErrorNumber":14,"Type":"PostDataInvalidException","Message":"Error converting value"}'
    with pytest.raises(XeroRefused) as refused:
        trusted(Answer(400, JSON, body), is_write=True)
    assert refused.value.messages == ("Error converting value",)


def test_endless_messages_are_cut_off() -> None:
    body = refusal(*({"ValidationErrors": [{"Message": f"{number} " + "x" * 5000}]} for number in range(200)))
    messages = messages_in(body)
    assert len(messages) <= 50
    assert max(map(len, messages)) <= 1000
    deep = b'{"a":' * 100 + b'{"ValidationErrors":[{"Message":"deep"}]}' + b"}" * 100
    assert messages_in(deep) == ()
    assert messages_in(b"{" * 9000) == ()


@pytest.mark.parametrize("spelling", ["insufficient_scope", "insufficent_scope", "INSUFFICIENT_SCOPE"])
def test_a_missing_permission_is_told_from_an_ended_sign_in(spelling: str) -> None:
    headers = {"www-authenticate": f'Bearer error="{spelling}"'}
    assert lacks_scope(headers)
    with pytest.raises(NotConnected, match="permission is missing"):
        trusted(Answer(401, {**JSON, **headers}, b"{}"), is_write=False)
    with pytest.raises(NotConnected, match="permission is missing"):
        trusted(Answer(401, JSON, b'{"Detail":"AuthorizationUnsuccessful"}'), is_write=True)
    with pytest.raises(NotConnected, match="has ended"):
        trusted(Answer(401, JSON, b'{"Detail":"TokenExpired: token expired at 01/01/2026 00:00:00"}'), is_write=True)
    with pytest.raises(NotConnected, match="has ended"):
        trusted(Answer(401, JSON, b"[1]"), is_write=True)


def test_403_means_that_the_organisation_is_no_longer_connected() -> None:
    with pytest.raises(NotConnected, match="no longer connected"):
        trusted(Answer(403, JSON, b'{"Title":"Forbidden"}'), is_write=True)


@pytest.mark.parametrize("body", [b"", b"The resource you're looking for cannot be found"])
def test_xeros_own_404_means_that_the_record_is_gone_although_it_is_labelled_html(body: bytes) -> None:
    with pytest.raises(RecordIsGone) as gone:
        trusted(Answer(404, HTML, body), is_write=True)
    assert gone.value.messages == ()


def test_429_is_busy_and_says_nothing_of_when() -> None:
    with pytest.raises(XeroBusyError) as busy:
        trusted(Answer(429), is_write=True)
    assert busy.value.retry_at is None


def test_each_element_is_judged_by_itself_and_an_id_is_not_success() -> None:
    body = enveloped(
        "Contacts",
        contact_json(1, "Ann  Lee", StatusAttributeString="OK", HasValidationErrors=False),
        contact_json(2, "Bob", StatusAttributeString="WARNING", Warnings=[{"Message": "hm"}]),
        contact_json(3, "Cid", StatusAttributeString="OK", ValidationErrors=[{"Message": "no"}]),
        contact_json(4, "Dan", StatusAttributeString="ERROR"),
        contact_json(5, "Eve", HasErrors=True),
        {"ContactID": ZERO, "Name": "Fay", "StatusAttributeString": "OK"},
        {"ContactID": guid(6), "Name": "Gus", "UpdatedDateUTC": "never"},
    )
    answers = judged(body, "/Contacts", "GBP")
    assert [one.status_ok for one in answers] == [True, True, False, False, False, False, True]
    assert [one.natural_key for one in answers] == ["ann lee", "bob", "cid", "dan", "eve", "fay", "gus"]
    assert answers[0].value is not None
    assert answers[1].warnings == ("hm",)
    assert (answers[2].xero_id, answers[2].messages, answers[2].value) == ("", ("no",), None)
    assert "gave no reason" in answers[3].messages[0]
    assert (answers[6].xero_id, answers[6].value) == (guid(6), None)


def test_answers_carry_the_number_or_reference_that_was_sent() -> None:
    invoice = {"InvoiceID": guid(1), "InvoiceNumber": "INV-9", "Type": "ACCREC"}
    credit = {"CreditNoteID": guid(2), "CreditNoteNumber": "CN-9", "Type": "ACCRECCREDIT"}
    payment = {"PaymentID": guid(3), "Reference": "SD-1 x"}
    assert judged(enveloped("Invoices", invoice), f"/Invoices/{guid(1)}", "GBP")[0].natural_key == "INV-9"
    assert judged(enveloped("CreditNotes", credit), "/CreditNotes", "GBP")[0].xero_id == guid(2)
    assert judged(enveloped("Payments", payment), "/Payments", "GBP")[0].natural_key == "SD-1 x"


def test_an_allocation_is_saved_although_xero_gives_it_no_id() -> None:
    body = enveloped(
        "Allocations", {"Amount": 1.00, "Invoice": {"InvoiceID": guid(4)}}, {"Amount": 1.00, "Invoice": []}
    )
    saved, odd = judged(body, f"/CreditNotes/{guid(1)}/Allocations", "GBP")
    assert (saved.status_ok, saved.natural_key, saved.xero_id) == (True, guid(4), "")
    assert not odd.status_ok


@pytest.mark.parametrize("body", [enveloped("Contacts"), b"{}", b'{"Contacts":[{"Name":1}]}', b'{"Contacts":[3]}'])
def test_an_answer_that_does_not_speak_of_the_elements_is_none(body: bytes) -> None:
    with pytest.raises(NotXeros):
        judged(body, "/Contacts", "GBP")


def test_an_allocation_taken_back_is_answered_without_an_envelope() -> None:
    path = f"/CreditNotes/{guid(1)}/Allocations/{guid(2)}"
    documented = b'{"AllocationId":"%s","Invoice":[{"InvoiceID":"x"}],"IsDeleted":true}' % guid(2).encode()
    for body in (documented, enveloped("Allocations", {"AllocationID": guid(2), "IsDeleted": True})):
        (answer,) = judged(body, path, "GBP")
        assert (answer.status_ok, answer.xero_id, answer.natural_key) == (True, guid(2), guid(2))
    for body in (b'{"IsDeleted":true}', b'{"AllocationId":"%s"}' % guid(2).encode(), enveloped("Allocations")):
        with pytest.raises(NotXeros):
            judged(body, path, "GBP")

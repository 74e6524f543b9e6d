"""A record of Xero's that cannot be read stops nothing else, stays on the desk, and goes when it can be read."""

from pathlib import Path

import httpx

from safe_desktop.domain.mismatch import MismatchKind
from tests.engine.synced_book import connected, reopened


class SpoilingTransport(httpx.BaseTransport):
    """Real HTTP, but while `is_on` one word in Xero's answers is another, as a changed format would make it."""

    def __init__(self, word: bytes, other: bytes) -> None:
        self._real = httpx.HTTPTransport()
        self._word, self._other = word, other
        self.is_on = True

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._real.handle_request(request)
        body = response.read()
        if self.is_on and request.method == "GET":
            body = body.replace(self._word, self._other)
        headers = [(name, value) for name, value in response.headers.items() if name != "content-encoding"]
        kept = [(name, value) for name, value in headers if name not in ("content-length", "transfer-encoding")]
        return httpx.Response(response.status_code, headers=kept, content=body, request=request)

    def close(self) -> None:
        self._real.close()


def test_what_cannot_be_read_waits_on_the_desk_and_is_asked_for_again(tmp_path: Path) -> None:
    with connected(tmp_path) as bench:
        ann = bench.customer("Ann")
        for number in ("INV-1", "INV-2"):
            bench.invoice(ann, "101.37" if number == "INV-1" else "100", number)
        bench.sync()
        bench.sync()
        for number in ("INV-1", "INV-2"):
            bench.xero.admin("edit-invoice", {"invoice_number": number, "reference": f"PO {number}"})
        bench.workplace.close()
        transport = SpoilingTransport(b"121.64", b"121.641")
        with reopened(tmp_path, bench.xero, transport=transport) as again:
            report = again.sync()
            assert report.result == "done", report.words
            shown = {(one.kind, one.label) for one in again.workplace.book.mismatches.open_ones()}
            assert (MismatchKind.UNREADABLE, "INV-1") in shown
            assert (MismatchKind.FIELD_DIFFERS, "INV-2") in shown
            again.sync()
            assert MismatchKind.UNREADABLE in {one.kind for one in again.workplace.book.mismatches.open_ones()}
            transport.is_on = False
            again.sync()
            shown = {(one.kind, one.label) for one in again.workplace.book.mismatches.open_ones()}
            assert shown == {(MismatchKind.FIELD_DIFFERS, "INV-1"), (MismatchKind.FIELD_DIFFERS, "INV-2")}

"""Where a record of ours stands in Xero, as an address for the browser. Knows addresses; opens nothing.

Xero publishes these deep links (xero-api.md 7.7); the practice Xero has no such pages.
"""

from urllib.parse import quote

from safe_desktop.domain.record_kind import RecordKind

_APP = "https://go.xero.com/app/{code}/{path}/{id}"
_GENERIC = "https://go.xero.com/organisationlogin/default.aspx?shortcode={code}&redirecturl={path}"
_PATHS = {RecordKind.CUSTOMER: "contacts/contact", RecordKind.INVOICE: "invoicing/view"}


def address_in_xero(short_code: str, kind: RecordKind, xero_id: str) -> str:
    """The page of the record in Xero; empty where there is none to show."""
    if not short_code or not xero_id:
        return ""
    code = quote(short_code, safe="")
    if kind in _PATHS:
        return _APP.format(code=code, path=_PATHS[kind], id=quote(xero_id, safe=""))
    if kind is RecordKind.CREDIT_NOTE:
        path = quote(f"/AccountsReceivable/ViewCreditNote.aspx?creditNoteID={xero_id}", safe="")
        return _GENERIC.format(code=code, path=path)
    return ""

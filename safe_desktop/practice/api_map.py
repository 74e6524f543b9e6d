"""Which resource answers which address of the accounting API. Anything not here is not modelled, and says so."""

from collections.abc import Callable
from urllib.parse import unquote

from safe_desktop.practice import (
    allocation_rules,
    contacts_resource,
    documents_resource,
    payments_resource,
    settings_resource,
)
from safe_desktop.practice.call_and_answer import Answer, Call
from safe_desktop.practice.document_kinds import CREDIT_NOTES, INVOICES, DocumentKind
from safe_desktop.practice.organisation_books import OrganisationBooks

Handler = Callable[..., Answer]
PREFIX = "/api.xro/2.0"


def _documents(kind: DocumentKind) -> dict[tuple[str, str], Handler]:
    resource = documents_resource
    name = kind.collection

    def of(handler: Callable[..., Answer]) -> Handler:
        def run(books: OrganisationBooks, call: Call, *parts: str) -> Answer:
            return handler(books, call, kind, *parts)

        return run

    return {
        ("GET", name): of(resource.list_documents),
        ("PUT", name): of(resource.put_documents),
        ("POST", name): of(resource.post_documents),
        ("GET", f"{name}/*"): of(resource.one_document),
        ("POST", f"{name}/*"): of(resource.post_document),
    }


def _allocations(collection: str, kind: str) -> dict[tuple[str, str], Handler]:
    def put(books: OrganisationBooks, call: Call, reference: str) -> Answer:
        return allocation_rules.put_allocations(books, call, kind, reference)

    def delete(books: OrganisationBooks, call: Call, reference: str, allocation: str) -> Answer:
        return allocation_rules.delete_allocation(books, call, kind, reference, allocation)

    return {
        ("PUT", f"{collection}/*/Allocations"): put,
        ("DELETE", f"{collection}/*/Allocations/*"): delete,
    }


HANDLERS: dict[tuple[str, str], Handler] = {
    **_documents(INVOICES),
    **_documents(CREDIT_NOTES),
    **_allocations("CreditNotes", "credit_note"),
    ("GET", "Contacts"): contacts_resource.list_contacts,
    ("PUT", "Contacts"): contacts_resource.put_contacts,
    ("POST", "Contacts"): contacts_resource.post_contacts,
    ("GET", "Contacts/*"): contacts_resource.one_contact,
    ("POST", "Contacts/*"): contacts_resource.post_contact,
    ("GET", "Contacts/*/CISSettings"): contacts_resource.cis_settings,
    ("GET", "Payments"): payments_resource.list_payments,
    ("PUT", "Payments"): payments_resource.put_payments,
    ("POST", "Payments"): payments_resource.post_payments,
    ("GET", "Payments/*"): payments_resource.one_payment,
    ("POST", "Payments/*"): payments_resource.post_payment,
    ("GET", "Organisation"): settings_resource.organisation,
    ("GET", "Organisations"): settings_resource.organisation,
    ("GET", "Organisation/Actions"): settings_resource.organisation_actions,
    ("GET", "Accounts"): settings_resource.list_accounts,
    ("GET", "Accounts/*"): settings_resource.one_account,
    ("GET", "TaxRates"): settings_resource.list_tax_rates,
    ("GET", "TaxRates/*"): settings_resource.one_tax_rate,
    ("GET", "Currencies"): settings_resource.list_currencies,
    ("GET", "BrandingThemes"): settings_resource.list_branding_themes,
}
_NAMES = {part.lower(): part for _, pattern in HANDLERS for part in pattern.split("/") if part != "*"}


def find_handler(method: str, path: str) -> tuple[Handler, list[str]] | None:
    """The handler of a path below the prefix with its variable parts, or nothing when it is not modelled."""
    known = known_parts(path)
    if not known:
        return None
    exact = HANDLERS.get((method, "/".join(_NAMES.get(part.lower(), part) for part in known)))
    if exact is not None:
        return exact, []
    pattern = [name if place % 2 == 0 else "*" for place, name in enumerate(known)]
    handler = HANDLERS.get((method, "/".join(pattern)))
    return None if handler is None else (handler, [part for place, part in enumerate(known) if place % 2])


def known_parts(path: str) -> list[str]:
    """The parts of an address below the prefix, resources spelt as Xero spells them, variable parts as they came."""
    parts = [unquote(part) for part in path.removeprefix(PREFIX).split("/") if part]
    return [_NAMES.get(part.lower(), part) if place % 2 == 0 else part for place, part in enumerate(parts)]


def is_modelled_name(name: str) -> bool:
    """Whether a resource of that name is modelled for some call."""
    return name.lower() in _NAMES

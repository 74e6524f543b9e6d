"""Which resource answers which address of the accounting API. Anything not here is not modelled, and says so."""

from collections.abc import Callable
from urllib.parse import unquote

from safe_desktop.practice import (
    account_and_rate_rules,
    allocation_rules,
    bank_resources,
    batch_payment_rules,
    catalogue_resource,
    contacts_resource,
    document_extras,
    documents_resource,
    empty_collections,
    payments_resource,
    reports_resource,
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
    return {
        ("GET", name): _given(resource.list_documents, kind),
        ("PUT", name): _given(resource.put_documents, kind),
        ("POST", name): _given(resource.post_documents, kind),
        ("GET", f"{name}/*"): _given(resource.one_document, kind),
        ("POST", f"{name}/*"): _given(resource.post_document, kind),
    }


def _allocations(collection: str, kind: str) -> dict[tuple[str, str], Handler]:
    return {
        ("PUT", f"{collection}/*/Allocations"): _given(allocation_rules.put_allocations, kind),
        ("DELETE", f"{collection}/*/Allocations/*"): _given(allocation_rules.delete_allocation, kind),
    }


def _given(handler: Callable[..., Answer], *given: object) -> Handler:
    """The handler with what the address already says put before the address's variable parts."""

    def run(books: OrganisationBooks, call: Call, *parts: str) -> Answer:
        return handler(books, call, *given, *parts)

    return run


def _advances(kind: str) -> dict[tuple[str, str], Handler]:
    collection, _ = bank_resources.ADVANCES[kind]
    return {
        ("GET", collection): _given(bank_resources.list_advances, kind),
        ("GET", f"{collection}/*"): _given(bank_resources.one_advance, kind),
        ("POST", f"{collection}/*"): _given(bank_resources.edit_advance, kind),
        **_allocations(collection, kind),
    }


def _extras() -> dict[tuple[str, str], Handler]:
    found: dict[tuple[str, str], Handler] = {}
    for collection in document_extras.KIND_OF:
        found["GET", f"{collection}/*/History"] = _given(document_extras.history, collection)
        found["PUT", f"{collection}/*/History"] = _given(document_extras.put_history, collection)
        found["GET", f"{collection}/*/Attachments"] = _given(document_extras.list_attachments, collection)
        found["GET", f"{collection}/*/Attachments/*"] = _given(document_extras.read_attachment, collection)
        for method in ("PUT", "POST"):
            found[method, f"{collection}/*/Attachments/*"] = _given(document_extras.write_attachment, collection)
    return found


def _empty() -> dict[tuple[str, str], Handler]:
    found: dict[tuple[str, str], Handler] = {}
    for collection in empty_collections.COLLECTIONS:
        found["GET", collection] = _given(empty_collections.list_nothing, collection)
        found["GET", f"{collection}/*"] = _given(empty_collections.none_of_it, collection)
    return found


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
    **_advances("overpayment"),
    **_advances("prepayment"),
    **_extras(),
    **_empty(),
    ("GET", "Invoices/*/OnlineInvoice"): document_extras.online_invoice,
    ("POST", "Invoices/*/Email"): document_extras.email,
    ("GET", "BankTransactions"): bank_resources.list_transactions,
    ("PUT", "BankTransactions"): bank_resources.put_transactions,
    ("POST", "BankTransactions"): bank_resources.post_transactions,
    ("GET", "BankTransactions/*"): bank_resources.one_transaction,
    ("POST", "BankTransactions/*"): bank_resources.post_transaction,
    ("GET", "BatchPayments"): batch_payment_rules.list_batches,
    ("PUT", "BatchPayments"): batch_payment_rules.put_batches,
    ("POST", "BatchPayments"): batch_payment_rules.post_batches,
    ("GET", "BatchPayments/*"): batch_payment_rules.one_batch,
    ("POST", "BatchPayments/*"): batch_payment_rules.post_batch,
    ("PUT", "Accounts"): account_and_rate_rules.put_accounts,
    ("POST", "Accounts"): account_and_rate_rules.post_accounts,
    ("POST", "Accounts/*"): account_and_rate_rules.post_account,
    ("PUT", "TaxRates"): account_and_rate_rules.write_tax_rates,
    ("POST", "TaxRates"): account_and_rate_rules.write_tax_rates,
    ("GET", "Items"): catalogue_resource.list_items,
    ("PUT", "Items"): catalogue_resource.write_items,
    ("POST", "Items"): catalogue_resource.write_items,
    ("GET", "Items/*"): catalogue_resource.one_item,
    ("POST", "Items/*"): catalogue_resource.write_items,
    ("DELETE", "Items/*"): catalogue_resource.delete_item,
    ("GET", "TrackingCategories"): catalogue_resource.list_categories,
    ("PUT", "TrackingCategories"): catalogue_resource.put_categories,
    ("GET", "TrackingCategories/*"): catalogue_resource.one_category,
    ("POST", "TrackingCategories/*"): catalogue_resource.post_category,
    ("PUT", "TrackingCategories/*/Options"): catalogue_resource.put_options,
    ("POST", "TrackingCategories/*/Options/*"): catalogue_resource.post_option,
    ("GET", "Users"): catalogue_resource.list_users,
    ("GET", "Reports"): reports_resource.published_reports,
    ("GET", "Reports/TrialBalance"): reports_resource.trial_balance,
    ("GET", "Reports/BalanceSheet"): reports_resource.balance_sheet,
    ("GET", "Reports/ProfitAndLoss"): reports_resource.profit_and_loss,
    ("GET", "Reports/AgedReceivablesByContact"): reports_resource.aged_receivables,
    ("GET", "Reports/AgedPayablesByContact"): reports_resource.aged_payables,
    ("GET", "Currencies"): settings_resource.list_currencies,
    ("PUT", "Currencies"): catalogue_resource.put_currencies,
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

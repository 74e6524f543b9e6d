"""What the check finds in the book itself, against Xero's chart as last read: accounts, codes, currencies, names."""

from collections.abc import Iterator, Sequence

from safe_desktop.domain.alike_names import alike
from safe_desktop.domain.chart_lint import Chart
from safe_desktop.domain.customer import name_key
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, Organisation
from safe_desktop.engine.checking.preflight_finding import Finding
from safe_desktop.engine.sync.review_reasons import chart_of
from safe_desktop.store import usage_queries
from safe_desktop.store.book_file import Book
from safe_desktop.store.usage_queries import CodeUse

_NAMED = 5
"""So many names are given as examples; the rest is counted."""

_MAP = "Give the VAT code a tax rate of Xero’s in Settings."
_ACCOUNT = "Choose another account, or make this one ready in Xero."


def book_findings(book: Book, organisation: Organisation | None) -> list[Finding]:
    """All findings of the book, in the order in which they are to be mended."""
    chart = chart_of(book)
    found = [_sales_account(chart), *_methods(book, chart), *_vat_codes(book, chart), *_lines(book, chart)]
    if organisation is not None:
        found += _currencies(book, organisation.base_currency)
    return [*found, *_names(book)]


def _sales_account(chart: Chart) -> Finding:
    code = chart.sales_account
    if not code:
        words = "No sales account is chosen: lines that name no account cannot be sent"
        return Finding("Sales account", True, words, "Choose the sales account in Settings.")
    problem = chart.problem_of_account(code)
    if problem:
        return Finding("Sales account", True, _capital(problem), "Choose another sales account in Settings.")
    account = chart.accounts.get(code)
    return Finding("Sales account", False, f"{code} ({account.name})" if account else code)


def _methods(book: Book, chart: Chart) -> Iterator[Finding]:
    staying = []
    for method in book.payments.methods():
        problem = chart.problem_of_method(method.name, method.xero_account_code)
        if not method.xero_account_code:
            staying.append(method.name)
        elif problem:
            yield Finding("Payment methods", True, problem, "Choose another account for it in Settings.")
        else:
            yield Finding("Payment methods", False, f"{method.name}: account {method.xero_account_code}")
    if staying:
        words = f"{_listed(staying)}: no account in Xero, so such payments stay here"
        yield Finding("Payment methods", False, words)


def _vat_codes(book: Book, chart: Chart) -> Iterator[Finding]:
    default = chart.default_vat_code
    used = {one.vat_code or default for one in usage_queries.codes_in_use(book) if one.has_vat}
    for code in sorted(used | set(chart.vat_codes)):
        problem = chart.problem_of_vat_code(code)
        if problem:
            words = problem if code in used else f"{problem}; nothing that waits uses it"
            yield Finding("VAT codes", code in used, words, _MAP)
            continue
        rate = chart.rates.get(chart.vat_codes[code].xero_tax_type or "")
        yield Finding("VAT codes", False, f"{code}: {rate.name if rate else chart.vat_codes[code].xero_tax_type}")


def _lines(book: Book, chart: Chart) -> Iterator[Finding]:
    """Accounts and combinations on lines that Xero would not take; what the codes alone have said is not said again."""
    for use in usage_queries.codes_in_use(book):
        if use.has_vat and chart.problem_of_vat_code(use.vat_code):
            continue
        if not use.account_code and (not chart.sales_account or chart.problem_of_account(chart.sales_account)):
            continue
        problem = chart.problem_of_use(use.vat_code, use.account_code, use.rate, use.has_vat)
        if problem:
            yield Finding("Lines", True, f"{_capital(problem)}: {_where(use)}", _ACCOUNT)


def _where(use: CodeUse) -> str:
    others = use.documents - 1
    return use.example if not others else f"{use.example} and {others:,} {'other' if others == 1 else 'others'}"


def _currencies(book: Book, base: str) -> Iterator[Finding]:
    for currency, number in usage_queries.currencies_in_use(book).items():
        if currency != base:
            words = f"{number:,} {'document is' if number == 1 else 'documents are'} in {currency}; only {base} is sent"
            yield Finding(
                "Currencies", False, words, "Enter them in Xero by hand, or write them anew in the base currency."
            )


def _names(book: Book) -> Iterator[Finding]:
    ids = book.customers.ids_by_name_key()
    customers = book.customers.get_many(ids.values())
    groups = alike(one.name for one in customers.values())
    if groups:
        shown = "; ".join(" and ".join(f"“{name}”" for name in group) for group in groups[:_NAMED])
        more = f", and {len(groups) - _NAMED:,} more" if len(groups) > _NAMED else ""
        remedy = (
            "Before they are sent, look whether each is one customer; two contacts are merged in Xero only by hand."
        )
        yield Finding("Names", False, f"These look alike: {shown}{more}", remedy)
    linked = book.links.of_ours(RecordKind.CUSTOMER, customers)
    new = [one.name for one in customers.values() if one.id not in linked]
    named = book.copies.contacts_named(new)
    archived = [one for one in new if name_key(one) in named and not _has_active(named[name_key(one)])]
    if archived:
        words = f"In Xero a contact of this name is archived: {_listed(archived)}; a new one would be made"
        yield Finding("Names", False, words, "Restore the contact in Xero first if it is the same customer.")
    if not groups and not archived:
        yield Finding("Names", False, f"{len(customers):,} customers, no two names alike")


def _has_active(contacts: Sequence[Contact]) -> bool:
    return any(one.status == "ACTIVE" for one in contacts)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED:,} more" if len(names) > _NAMED else shown


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"

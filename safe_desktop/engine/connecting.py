"""Connects a book with an organisation, and ends that. Nothing is kept or sent before a person has seen the name."""

from dataclasses import dataclass, replace

from safe_desktop.domain.theirs import Account, Connection, Organisation
from safe_desktop.engine.books import list_books
from safe_desktop.engine.changes import ALL_KINDS, CONNECTION, SETTINGS, Changes
from safe_desktop.engine.checking.chart_reading import ReadChart, keep_chart
from safe_desktop.engine.checking.receive_money_permission import note_permissions, with_permission
from safe_desktop.engine.control import Control
from safe_desktop.engine.country_codes import move_to
from safe_desktop.engine.sync.landing_receive_money import take_all_back
from safe_desktop.engine.sync.refusals import forget_about
from safe_desktop.engine.workplace import Workplace, vault_for
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState
from safe_desktop.xero.signing_in import SignIn, sign_out
from safe_desktop.xero.vault import Vault

_SALES_KINDS = ("SALES", "REVENUE")
_USUAL_SALES_CODE = "200"
_USUAL_BANK_CODE = "090"
"""The business account in the chart that Xero gives to a new organisation in Britain, as 200 is its sales account."""
_TENANT = "tenant"
_METHOD_THAT_GOES_TO_THE_BANK, _METHOD_OF_THE_TILL = "Bank transfer", "Cash"


@dataclass(frozen=True, slots=True)
class Disconnected:
    """What disconnecting did. Tokens are gone from here in any case; `at_xero_too` if Xero confirmed it."""

    at_xero_too: bool
    changes: Changes


def begin(workplace: Workplace) -> SignIn:
    """A sign-in that listens already; open its `link` in the browser. InputError where there is no free port."""
    return SignIn(with_permission(workplace.book, workplace.addresses), workplace.clock, workplace.transport)


def finish(sign_in: SignIn, control: Control) -> list[Connection]:
    """The organisations to choose from, once the browser has come back. Cancelled, or InputError in words."""
    found = sign_in.wait(lambda: control.is_stopped)
    control.check()
    return found


def confirm(workplace: Workplace, sign_in: SignIn, connection: Connection) -> Changes:
    """Keep the sign-in: this book belongs to this organisation from now on.

    A book that is linked to another organisation is refused: its links point into that one.
    """
    book = workplace.book
    _refuse_other(book, connection)
    known = book.chart.organisation()
    tokens = sign_in.keep(workplace.vault, workplace.renewal_lock)
    workplace.connection_found()
    for secret in (tokens.access, tokens.refresh):
        workplace.redactor.know(secret)
    provisional = Organisation(connection.tenant_id, connection.name, "", "GBP", "", "", False)
    with book.transaction():
        book.chart.save_organisation(book.chart.organisation() or provisional, connection)
    client = workplace.xero()
    organisation, accounts, rates = client.organisation(), client.accounts(), client.tax_rates()
    workplace.connection_found()
    with book.transaction():
        if known is not None and known.organisation_id != organisation.organisation_id:
            forget_organisation(book, known.name)
        _choose_accounts(book, accounts)
        if move_to(book, organisation.country):
            book.activity.note("You", "Took over the tax codes", "organisation", None, organisation.country)
        book.settings.remember(_TENANT, connection.tenant_id)
        note_permissions(book, tokens.scopes)
        book.activity.note("You", "Connected", "organisation", None, organisation.name)
        keep_chart(book, connection, ReadChart(organisation, tuple(accounts), tuple(rates)))
        # Who connects may be another person, who may do more.
        forget_about(book, {"connection"})
    return Changes(ALL_KINDS)


def forget_organisation(book: Book, name: str) -> None:
    """What was read of the organisation the book belonged to, and all ties into it; inside a transaction.

    So it is for a book that was never tied, and for a demo company that was reset: its records are gone. All lists are
    read from their beginning and compared before anything is sent.
    """
    count = book.links.count()
    live = book.outbox.in_state(EntryState.SENDING, EntryState.UNSURE)
    book.outbox.settle([one.id for one in live], EntryState.NOT_DONE, "It was for another organisation")
    book.copies.forget_all()
    book.cursors.forget_all()
    book.links.untie_all()
    take_all_back(book)
    book.mismatches.vanish_all("another organisation")
    told = f"{count:,} records are tied to nothing any more" if count else ""
    book.activity.note("You", "Left the organisation", "organisation", None, name, told)


def keep_under(workplace: Workplace, passphrase: str | None) -> Vault:
    """Keep the tokens under this passphrase, or, if none is given, in memory for this run only."""
    vault = vault_for(
        workplace.home, workplace.book.path, workplace.addresses, None, passphrase, for_this_run=passphrase is None
    )
    workplace.use_vault(vault)
    return vault


def disconnect(workplace: Workplace, control: Control) -> Disconnected:
    """End the sign-in: revoked at Xero and deleted here. The records and their links stay."""
    book = workplace.book
    connection = book.chart.connection()
    control.progress(0, None, "Disconnecting")
    at_xero = sign_out(
        workplace.addresses,
        workplace.clock,
        workplace.vault,
        workplace.auth(),
        connection.connection_id if connection else "",
        # Revoking ends every organisation of this sign-in at Xero: other books of this person would go with it.
        others_stay=any(one.is_connected and one.name != book.name for one in list_books(workplace.home)),
        transport=workplace.transport,
    )
    with book.transaction():
        book.chart.forget_connection()
        told = (
            "Revoked at Xero" if at_xero else "Xero did not confirm it; remove SAFE Desktop under Connected apps there"
        )
        book.activity.note("You", "Disconnected", "organisation", None, connection.name if connection else "", told)
    workplace.connection_found()
    return Disconnected(at_xero, Changes.of(CONNECTION, SETTINGS))


def _refuse_other(book: Book, connection: Connection) -> None:
    known, count = book.chart.organisation(), book.links.count()
    tenant = book.settings.remembered(_TENANT)
    if known is None or not count or tenant in (None, connection.tenant_id):
        return
    raise InputError(
        f"This book belongs to “{known.name}”, and “{connection.name}” was chosen.",
        f"Nothing was changed: {count:,} of its records are tied to “{known.name}”.",
        "Connect again and choose that organisation, or make a new book for this one.",
    )


def _choose_accounts(book: Book, accounts: list[Account]) -> None:
    """Where one account must be meant, or is the usual one, it is chosen; a person sees and changes it in Settings."""
    active = [one for one in accounts if one.status == "ACTIVE"]
    sales = [one for one in active if one.kind in _SALES_KINDS and not one.system]
    usual = [one for one in sales if one.code == _USUAL_SALES_CODE] or (sales if len(sales) == 1 else [])
    if not book.settings.sales_account and usual:
        book.settings.sales_account = usual[0].code
    method, bank = book.payments.find_method(_METHOD_THAT_GOES_TO_THE_BANK), _usual_bank(active)
    if method is not None and method.stays_local and bank:
        book.payments.save_method(replace(method, xero_account_code=bank))


def proposed_accounts(book: Book) -> dict[int, str]:
    """The account in Xero that each payment method has or could have, by the method's number; a person decides.

    Cash lies in a till and not in the bank: for it, as where nothing can be guessed, nothing is proposed.
    """
    bank = _usual_bank([one for one in book.chart.accounts() if one.status == "ACTIVE"])
    return {
        method.id: method.xero_account_code or ("" if method.name == _METHOD_OF_THE_TILL else bank)
        for method in book.payments.methods()
    }


def _usual_bank(active: list[Account]) -> str:
    codes = [one.code for one in active if one.kind == "BANK" and one.code]
    return codes[0] if len(codes) == 1 else next((code for code in codes if code == _USUAL_BANK_CODE), "")

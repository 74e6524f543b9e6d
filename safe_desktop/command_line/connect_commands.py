"""`connect` and `disconnect`: sign in through the browser, and end that. The link is shown, so any browser will do."""

from collections.abc import Sequence

from safe_desktop.command_line.answering import Answer, aside, say
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.domain.theirs import Connection
from safe_desktop.engine import connecting
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError, NotConnected, VaultError
from safe_desktop.xero.browser import open_url
from safe_desktop.xero.vault import VaultKind


def connect(start: Start) -> Answer:
    """Connect the book; the organisation's name is the answer."""
    with opened_book(start) as workplace, stoppable() as control:
        _refuse_forgetful(workplace)
        with connecting.begin(workplace) as sign_in:
            _show_link(start, sign_in.link)
            found = connecting.finish(sign_in, control)
            connecting.confirm(workplace, sign_in, _chosen(found, start.asked.organisation))
        state = workplace.connection()
        practice = " (practice)" if state.is_practice else ""
        return Answer(
            {
                "book": workplace.book.name,
                "organisation": state.organisation,
                "currency": state.base_currency,
                "is_practice": state.is_practice,
                "is_demo": state.is_demo,
                "kept": state.kept,
            },
            (
                f"“{workplace.book.name}” is connected with “{state.organisation}”{practice}.",
                f"The sign-in is kept {state.kept}.",
            ),
        )


def disconnect(start: Start) -> Answer:
    """End the sign-in; the records and what ties them to Xero's stay."""
    with opened_book(start) as workplace, stoppable() as control:
        organisation = workplace.connection().organisation
        if workplace.book.chart.connection() is None:
            raise NotConnected(f"The book “{workplace.book.name}” is not connected.", "Nothing was done.")
        ended = connecting.disconnect(workplace, control)
        lines = [f"“{workplace.book.name}” is no longer connected with “{organisation}”; its sign-in was deleted here."]
        if not ended.at_xero_too:
            lines.append("Xero did not confirm it: remove SAFE Desktop under Connected apps in Xero.")
        return Answer(
            {"book": workplace.book.name, "organisation": organisation, "at_xero_too": ended.at_xero_too},
            tuple(lines),
            Exit.DONE if ended.at_xero_too else Exit.NEEDS_PERSON,
        )


def _refuse_forgetful(workplace: Workplace) -> None:
    """A command ends when it is done: a sign-in that lives for its run only would be of no use."""
    if workplace.vault.kind is VaultKind.MEMORY:
        raise VaultError(
            "There is no keyring on this computer that could keep the sign-in.",
            "Nothing was connected.",
            "Set SAFE_VAULT_PASSPHRASE to a passphrase of your own, now and for every later command.",
        )


def _show_link(start: Start, link: str) -> None:
    """Say the link: as part of the talk with a person, beside the one document that a script gets."""
    tell = aside if start.asked.json else say
    if not start.asked.no_browser and open_url(link, start.environ):
        tell("Your browser opens. If it does not, open this link yourself:")
    else:
        tell("Open this link in a browser on this computer:")
    tell(link)
    tell("Waiting for the browser to come back, five minutes at most. Ctrl+C stops.")


def _chosen(found: Sequence[Connection], wanted: str | None) -> Connection:
    """The organisation to connect: the one named, or the only one."""
    names = ", ".join(f"“{one.name}”" for one in found)
    if wanted is None:
        if len(found) == 1:
            return found[0]
        raise InputError(
            "The sign-in reaches several organisations, and none was named.",
            f"They are: {names}. Nothing was kept.",
            "Connect again with --organisation NAME",
        )
    meant = [one for one in found if one.name.casefold() == wanted.strip().casefold()]
    if len(meant) == 1:
        return meant[0]
    raise InputError(
        f"The sign-in does not reach an organisation “{wanted}”."
        if not meant
        else f"Several organisations are named “{wanted}”.",
        f"It reaches: {names}. Nothing was kept.",
        "Connect again and choose it on Xero's page.",
    )

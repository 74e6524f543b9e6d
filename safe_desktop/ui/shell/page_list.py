"""The pages of the program in the order of the side bar. The window makes each when it is first looked at."""

from safe_desktop.ui.activity.activity_page import ActivityPage
from safe_desktop.ui.balances.balances_page import BalancesPage
from safe_desktop.ui.deciding.compare_page import ComparePage
from safe_desktop.ui.deciding.desk_page import DeskPage
from safe_desktop.ui.overview.overview_page import OverviewPage
from safe_desktop.ui.records.customers_page import CustomersPage
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.payments_page import PaymentsPage
from safe_desktop.ui.sending.to_send_page import ToSendPage
from safe_desktop.ui.settings.settings_page import SettingsPage
from safe_desktop.ui.shell.page import Page

PAGES: tuple[type[Page], ...] = (
    OverviewPage,
    CustomersPage,
    InvoicesPage,
    ToSendPage,
    PaymentsPage,
    DeskPage,
    BalancesPage,
    ActivityPage,
    SettingsPage,
)

SIDE_PAGES: tuple[type[Page], ...] = (ComparePage,)
"""Pages that a button leads to, and the side bar does not."""


def page_of(name: str) -> type[Page] | None:
    """The class of a page, if there is one of this name."""
    return next((page for page in (*PAGES, *SIDE_PAGES) if page.name == name), None)

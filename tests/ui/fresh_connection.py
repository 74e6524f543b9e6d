"""A book that was just connected with an organisation that was in use before: lists to compare, things to check.

What the comparison and the check are looked at with; made as it comes about in life, over real HTTP.
"""

from datetime import timedelta

from safe_desktop.engine import sample_book
from safe_desktop.engine.control import Control
from safe_desktop.engine.sync.syncing import sync
from safe_desktop.engine.workplace import Workplace
from tests.engine.synced_book import connect
from tests.practice.practice_process import PracticeProcess

FRESH = "Fernhill, from another program"
_SPELLINGS = ("{} Limited", "{}", "THE {} Ltd.", "{} (Cash account)")


def fill_fresh(workplace: Workplace, xero: PracticeProcess) -> None:
    """A year of sales here; in Xero the same customers under other spellings, strangers, and open invoices."""
    sample_book.fill(workplace)
    book, today = workplace.book, workplace.clock.today()
    customers = book.customers.get_many(book.customers.all_ids()[:11])
    for place, customer in enumerate(customers.values()):
        bare = customer.name.replace(" Ltd", "")
        name = _SPELLINGS[place % len(_SPELLINGS)].format(bare.upper() if place % 5 == 2 else bare)
        email = customer.email if place % 3 else "accounts@elsewhere.example"
        xero.admin("contact", {"contact": {"Name": name, "EmailAddress": email}})
    for place, name in enumerate(
        ("Westbury Hotels Group", "Tallow & Wick", "Aldgate Roasters Ltd", "Quay Street Deli")
    ):
        issued = today - timedelta(days=20 + place)
        wishes = {"invoice_number": f"A-{204 + place}", "contact_name": name, "amount": f"{140 + 61 * place}.50"}
        xero.admin("invoice", {**wishes, "date": f"{issued}", "due_date": f"{issued + timedelta(days=30)}"})
    for place, customer_id in enumerate(list(customers)[:3]):
        document = next(iter(book.documents.get_many(book.documents.ids_of_customer(customer_id)).values()))
        bare = customers[customer_id].name.replace(" Ltd", "")
        name = _SPELLINGS[place].format(bare.upper() if place % 5 == 2 else bare)
        wishes = {"invoice_number": document.number, "contact_name": name, "amount": "310.80" if place else "99.00"}
        xero.admin("invoice", {**wishes, "date": f"{document.issued_on}", "due_date": f"{document.due_on}"})
    connect(workplace)
    sync(workplace, Control(), read_only=True)

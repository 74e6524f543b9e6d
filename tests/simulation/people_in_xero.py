"""Who works in Xero while a simulated life goes on: the bank, and the other bookkeeper.

They act by chance and as Xero's screens would let them. What is refused to them is simply not done.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TypeAlias

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.workplace import Workplace
from safe_desktop.practice.admin_api import act
from safe_desktop.practice.allocation_rules import allocate, delete_allocation
from safe_desktop.practice.call_and_answer import Call
from safe_desktop.practice.practice_app import Practice
from safe_desktop.practice.practice_refusals import Invalid
from tests.simulation.simulated_clock import SimulatedClock

Wish: TypeAlias = tuple[str, dict[str, object]] | None


class Others:
    """The bank and the other bookkeeper, in Xero. They touch what the book has learnt to know, and rename nothing while
    a request is still on its way: what is renamed in those minutes is residual risk R5 (reliability.md 3.7)."""

    def __init__(
        self, chance: random.Random, note: Callable[[str], None], practice: Practice, clock: SimulatedClock
    ) -> None:
        self._chance = chance
        self._note = note
        self._practice = practice
        self._clock = clock
        self._count = 0

    def act(self, workplace: Workplace) -> None:
        """Do one thing in Xero."""
        deeds = {
            self._pay: 6,
            self._delete_payment: 2,
            self._edit_invoice: 3,
            self._void: 1,
            self._rename_contact: 1,
            self._archive_contact: 0.3,
            self._merge_contacts: 0.4,
            self._own_invoice: 0.5,
            self._overpay: 1,
            self._pay_in_advance: 0.7,
            self._pay_as_batch: 0.5,
            self._pay_back: 0.4,
            self._set_against: 1,
            self._undo_set_against: 3,
        }
        if self._practice.books("").shelf.where("allocation", "1"):
            # Most lives never come to it: where there is one, to take it back is as likely as to pay.
            deeds[self._undo_set_against] = 6
        deed = self._chance.choices(list(deeds), list(deeds.values()))[0]
        wish = deed(workplace)
        if wish is None:
            return
        name, body = wish
        try:
            self._do(name, body)
            self._note(f"there: {name} {body}")
        except Invalid as refused:
            self._note(f"there: {name} refused: {'; '.join(refused.messages)}")

    def _do(self, name: str, body: dict[str, object]) -> None:
        books = self._practice.books("")
        if name == "set against":
            with self._practice.state.writing():
                credit = books.shelf.get(str(body["kind"]), str(body["credit"]))
                assert credit is not None
                allocate(books, credit, {"Invoice": {"InvoiceID": body["invoice"]}, "Amount": body["amount"]})
        elif name == "undo set against":
            with self._practice.state.writing():
                call = Call("DELETE", "", "", {}, b"")
                delete_allocation(books, call, str(body["kind"]), str(body["credit"]), str(body["allocation"]))
        else:
            act(self._practice, name, body)

    def _linked(self, workplace: Workplace, kind: RecordKind) -> str | None:
        if kind is RecordKind.CUSTOMER:
            ids = workplace.book.customers.all_ids()
        else:
            ids = sorted(workplace.book.documents.ids_by_number_key(DocumentKind(kind.value)).values())
        links = [link.xero_id for _, link in sorted(workplace.book.links.of_ours(kind, ids).items())]
        return self._chance.choice(links) if links else None

    def _pay(self, workplace: Workplace) -> Wish:
        invoice = self._linked(workplace, RecordKind.INVOICE)
        if invoice is None:
            return None
        wish: dict[str, object] = {"invoice_id": invoice, "reconciled": self._chance.random() < 0.5}
        if self._chance.random() < 0.5:
            wish["amount"] = str(max(Decimal("0.01"), (self._due(invoice) / 2).quantize(Decimal("0.01"))))
        return "pay", wish

    def _delete_payment(self, workplace: Workplace) -> Wish:
        live = [one.id for one in self._practice.books("").shelf.where("payment", "status='AUTHORISED'")]
        return ("delete-payment", {"payment_id": self._chance.choice(live)}) if live else None

    def _edit_invoice(self, workplace: Workplace) -> Wish:
        invoice = self._linked(workplace, RecordKind.INVOICE)
        if invoice is None:
            return None
        self._count += 1
        wishes = {
            "reference": f"Theirs {self._count}",
            "due_date": (workplace.clock.today() + timedelta(days=40)).isoformat(),
            "amount": str(Decimal(self._chance.randint(100, 50_000)) / 100),
        }
        name = self._chance.choice(list(wishes))
        return "edit-invoice", {"invoice_id": invoice, name: wishes[name]}

    def _void(self, workplace: Workplace) -> Wish:
        invoice = self._linked(workplace, RecordKind.INVOICE)
        return ("void", {"invoice_id": invoice}) if invoice else None

    def _rename_contact(self, workplace: Workplace) -> Wish:
        contact = None if self._clock.awaits else self._linked(workplace, RecordKind.CUSTOMER)
        self._count += 1
        return ("rename-contact", {"contact_id": contact, "new_name": f"Theirs {self._count}"}) if contact else None

    def _archive_contact(self, workplace: Workplace) -> Wish:
        contact = None if self._clock.awaits else self._linked(workplace, RecordKind.CUSTOMER)
        return ("archive-contact", {"contact_id": contact}) if contact else None

    def _merge_contacts(self, workplace: Workplace) -> Wish:
        loser = None if self._clock.awaits else self._linked(workplace, RecordKind.CUSTOMER)
        if loser is None:
            return None
        if self._chance.random() < 0.5:
            self._count += 1
            made = act(self._practice, "contact", {"name": f"Theirs {self._count}"})
            return "merge-contacts", {"loser_id": loser, "winner_id": made["contact_id"]}
        winner = self._linked(workplace, RecordKind.CUSTOMER)
        return "merge-contacts", {"loser_id": loser, "winner_id": winner}

    def _overpay(self, workplace: Workplace) -> Wish:
        invoice = self._linked(workplace, RecordKind.INVOICE)
        if invoice is None:
            return None
        more = Decimal(self._chance.randint(1, 20_000)) / 100
        return "statement-line", {"how": "overpaid", "invoice_id": invoice, "amount": str(self._due(invoice) + more)}

    def _pay_in_advance(self, workplace: Workplace) -> Wish:
        contact = self._linked(workplace, RecordKind.CUSTOMER)
        record = self._practice.books("").shelf.get("contact", contact) if contact else None
        if record is None or record.status != "ACTIVE":
            return None
        amount = str(Decimal(self._chance.randint(100, 60_000)) / 100)
        return "statement-line", {"how": "prepayment", "contact_name": str(record.body["Name"]), "amount": amount}

    def _pay_as_batch(self, workplace: Workplace) -> Wish:
        invoices = {self._linked(workplace, RecordKind.INVOICE) for _ in range(3)} - {None}
        shelf = self._practice.books("").shelf
        found = [record for one in sorted(map(str, invoices)) if (record := shelf.get("invoice", one)) is not None]
        numbers = [str(one.body["InvoiceNumber"]) for one in found if one.status == "AUTHORISED"]
        return ("statement-line", {"how": "several", "invoice_numbers": numbers, "batch": True}) if numbers else None

    def _pay_back(self, workplace: Workplace) -> Wish:
        credit = self._linked(workplace, RecordKind.CREDIT_NOTE)
        record = self._practice.books("").shelf.get("credit_note", credit) if credit else None
        if credit is None or record is None or record.body["RemainingCredit"] <= 0:
            return None
        part = (record.body["RemainingCredit"] / self._chance.choice((1, 2))).quantize(Decimal("0.01"))
        return "statement-line", {"how": "refund", "credit_note_id": credit, "amount": str(part)}

    def _set_against(self, workplace: Workplace) -> Wish:
        """Credit of a contact is set against an invoice of the same, by somebody in Xero."""
        shelf = self._practice.books("").shelf
        credits = [
            one
            for kind in ("credit_note", "overpayment", "prepayment")
            for one in shelf.where(kind, "status='AUTHORISED'")
            if one.body["RemainingCredit"] > 0
        ]
        invoices = shelf.where("invoice", "status='AUTHORISED'")
        pairs = [(one, invoice) for one in credits for invoice in invoices if one.parent == invoice.parent]
        if not pairs:
            return None
        credit, invoice = self._chance.choice(pairs)
        amount = min(credit.body["RemainingCredit"], invoice.body["AmountDue"])
        told = {"kind": credit.kind, "credit": credit.id, "invoice": invoice.id, "amount": amount}
        return "set against", told

    def _undo_set_against(self, workplace: Workplace) -> Wish:
        found = self._practice.books("").shelf.where("allocation", "1")
        if not found:
            return None
        one = self._chance.choice(found)
        return "undo set against", {"kind": one.body["credit"], "credit": one.other, "allocation": one.id}

    def _due(self, invoice: str) -> Decimal:
        record = self._practice.books("").shelf.get("invoice", invoice)
        return Decimal(record.body["AmountDue"]) if record else Decimal(0)

    def _own_invoice(self, workplace: Workplace) -> Wish:
        self._count += 1
        number = f"THEIRS-{self._count:03}"
        return "invoice", {"contact_name": "Somebody else", "invoice_number": number, "amount": "55.00"}

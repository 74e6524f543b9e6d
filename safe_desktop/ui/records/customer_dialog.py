"""A customer as it is typed in: new, or changed. Knows the fields; whether it can be kept is the engine's to say."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from safe_desktop.domain.customer import MAX_CODE, MAX_NAME, Address, Customer, problems_of, refused_by_xero
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.saved import Saved
from safe_desktop.ui.look import home_words
from safe_desktop.ui.parts.entry_dialog import EntryDialog, in_tab_order
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.shell.page import Context

_ADDRESS_LINES = 4
_TAB_ORDER = ("name", "code", "vat_number", "email", "phone", "line_1", "line_2", "line_3", "line_4")


class CustomerDialog(EntryDialog):
    """All fields of a customer; `saved` gets its id."""

    def __init__(
        self,
        context: Context,
        customer: Customer | None = None,
        saved: Callable[[int], object] | None = None,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(f"Change {customer.name}" if customer else "New customer", parent, width=560)
        self._context = context
        self._customer = customer or Customer(name)
        self._saved = saved
        self.inputs: dict[str, QLineEdit] = {}
        self._lay_out()
        self._show(self._customer)
        self.add_cancel()
        self.add_primary("Save", self.save)
        in_tab_order([self.inputs[key] for key in (*_TAB_ORDER, "city", "region", "postcode", "country")])
        self.begin(self.inputs["name"])
        if name and not customer:
            self.inputs["email"].setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[tuple[str, str, int, tuple[str, ...]], ...], ...] = (
            (("name", "Name", MAX_NAME + 50, ("named", "name")),),
            (("code", "Code", MAX_CODE + 10, ("code",)), ("vat_number", home_words.local("VAT number"), 60, ())),
            (("email", "E-mail", 260, ("e-mail",)), ("phone", "Phone", 60, ())),
            (("line_1", "Address", 500, ()), ("city", "Town", 255, ())),
            (("line_2", "Address, second line", 500, ()), ("region", "County", 255, ())),
            (("line_3", "Third line", 500, ()), ("postcode", "Postcode", 60, ())),
            (("line_4", "Fourth line", 500, ()), ("country", "Country", 60, ())),
        )
        fields: list[tuple[Field, tuple[str, ...]]] = []
        for row, parts in enumerate(rows):
            for column, (key, label, longest, words) in enumerate(parts):
                made = QLineEdit()
                made.setMaxLength(longest)
                self.inputs[key] = made
                field = Field(label, made)
                grid.addWidget(field, row, column, 1, 2 if len(parts) == 1 else 1)
                fields.append((field, words))
        self._name_field = fields[0][0]
        for field, words in sorted(fields, key=lambda pair: pair[1] == ("named", "name")):
            self.blames(field, *words)
        self.form.addLayout(grid)
        self.form.addWidget(self.problem)
        self.inputs["name"].textChanged.connect(self._on_name_changed)

    def _show(self, customer: Customer) -> None:
        address = customer.address
        lines = (*address.lines, *[""] * _ADDRESS_LINES)
        values = {key: getattr(customer, key) for key in ("name", "code", "vat_number", "email", "phone")}
        values |= {key: getattr(address, key) for key in ("city", "region", "postcode", "country")}
        values |= {f"line_{number}": lines[number - 1] for number in range(1, _ADDRESS_LINES + 1)}
        for key, value in values.items():
            self.inputs[key].setText(value)
            self.inputs[key].setCursorPosition(0)

    def customer(self) -> Customer:
        """The customer as it is typed now."""
        text = {key: made.text().strip() for key, made in self.inputs.items()}
        lines = [text[f"line_{number}"] for number in range(1, _ADDRESS_LINES + 1)]
        lines += list(self._customer.address.lines[_ADDRESS_LINES:])
        while lines and not lines[-1]:
            lines.pop()
        address = Address(tuple(lines), text["city"], text["region"], text["postcode"], text["country"])
        return replace(
            self._customer,
            name=text["name"],
            code=text["code"],
            vat_number=text["vat_number"],
            email=text["email"],
            phone=text["phone"],
            address=address,
        )

    def places(self) -> Mapping[str, Callable[[], object]]:
        return {key: made.setFocus for key, made in self.inputs.items()}

    def typed(self) -> object:
        return {key: made.text() for key, made in self.inputs.items()}

    def save(self) -> None:
        """Keep the customer and close; what is wrong is said at its field."""
        self.clear_complaints()
        customer, workplace = self.customer(), self._context.workplace
        if not customer.name:
            self._name_field.complain("Give a name.")
            return
        for problem in problems_of(customer):
            field = next(
                (one for words, one in self._blamed if any(word in problem for word in words)), self._name_field
            )
            field.complain(f"{problem[:1].upper()}{problem[1:]}.")
            self.make_room()
            return
        write = ledger.change_customer if customer.id else ledger.add_customer
        self._context.work.now(lambda: write(workplace, customer), done=self._on_saved, failed=self.show_refusal)

    def _on_saved(self, saved: Saved[Customer]) -> None:
        self.accept()
        if self._saved is not None:
            self._saved(saved.value.id)

    def _on_name_changed(self, text: str) -> None:
        refusals = refused_by_xero(Customer(text))
        words = f"{refusals[0]}: it can be kept here, but not sent." if refusals else ""
        self._name_field.complain(words)

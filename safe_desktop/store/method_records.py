"""Payment methods as rows of the book: how money comes in. Knows the table only; `Payments` offers these too."""

from collections.abc import Sequence
from dataclasses import replace

from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase, Value
from safe_desktop.store.tables import PaymentMethodRow


class Methods:
    """The payment methods of one book."""

    def __init__(self, database: BookDatabase) -> None:
        self._database = database

    def methods(self) -> list[PaymentMethod]:
        """All payment methods, in the order they were made."""
        return self._find("1 ORDER BY id")

    def method(self, method_id: int) -> PaymentMethod:
        """The payment method; InputError when there is none of this id."""
        found = self._find("id = ?", (method_id,))
        if not found:
            raise InputError(f"There is no payment method {method_id} in this book.", "Nothing was done.")
        return found[0]

    def find_method(self, name: str) -> PaymentMethod | None:
        """The payment method of this name, whatever the case of its letters."""
        wanted = name.strip().casefold()
        return next((method for method in self.methods() if method.name.casefold() == wanted), None)

    def save_method(self, method: PaymentMethod) -> PaymentMethod:
        """The payment method as it is kept, new or changed; InputError if its name is empty or taken."""
        name = method.name.strip()
        same = self.find_method(name)
        if not name or (same is not None and same.id != method.id):
            raise InputError(
                f"There is already a payment method “{name}”." if name else "A payment method needs a name.",
                "Nothing was changed.",
                "Choose another name.",
            )
        if not 0 <= method.hold_days <= 60:
            raise InputError(f"“{name}” cannot be held for {method.hold_days} days; 0 to 60 is possible.")
        values = {"name": name, "xero_account_code": method.xero_account_code.strip(), "hold_days": method.hold_days}
        if not method.id:
            return replace(method, name=name, id=int(PaymentMethodRow.insert(values).execute()))
        self.method(method.id)
        PaymentMethodRow.update(values).where(PaymentMethodRow.id == method.id).execute()
        return replace(method, name=name)

    def _find(self, where: str, parameters: Sequence[Value] = ()) -> list[PaymentMethod]:
        rows = self._database.rows(
            f"SELECT name, id, xero_account_code, hold_days FROM payment_method WHERE {where}",  # noqa: S608 - fixed text
            parameters,
        )
        return [PaymentMethod(*row) for row in rows]

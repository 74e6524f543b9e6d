"""A retailer's December for tests: the real one where it lies beside the checkout, else a small one with its oddities.

Cancellations, sales without a customer, rows without a description, documents worth nothing, one of 675 lines.
"""

from collections.abc import Iterator
from pathlib import Path

REAL = Path(__file__).parents[3] / "shared" / "data" / "online-retail-2010-12.csv.gz"
_HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
_INVOICES, _CUSTOMERS = 140, 60


def december(folder: Path) -> Path:
    """The file."""
    if REAL.exists():
        return REAL
    path = folder / "december.csv"
    path.write_text(_HEADER + "".join(_rows()), encoding="utf-8")
    return path


def _rows() -> Iterator[str]:
    for place in range(_INVOICES):
        number, day = 536365 + place, 1 + place % 23
        customer = "" if place % 9 == 8 else str(17000 + place * 7 % _CUSTOMERS)
        is_worthless = place % 29 == 28
        for line in range(1 + place % 12):
            price = "0.0" if is_worthless else f"{(place * 13 + line * 7) % 40 + 1}.{(place * 31 + line) % 100:02}"
            words = "" if is_worthless else f"WHITE HANGING HEART {line}"
            goods = f"8{place:04}{line},{words},{1 + line * 5 % 24}"
            yield f"{number},{goods},2010-12-{day:02} 08:26:00,{price},{customer},United Kingdom\n"
    for place in range(12):
        day, whom = 2 + place, 17000 + place * 7 % _CUSTOMERS
        goods = f"D,Discount,-{1 + place % 3}"
        yield f"C{537000 + place},{goods},2010-12-{day:02} 09:41:00,27.5,{whom},United Kingdom\n"
    for line in range(675):
        yield f"537999,2{line:04},LINE {line},1,2010-12-22 17:06:00,1.25,,United Kingdom\n"

"""How long matching takes, by CPU time, start and reading and writing included: one set of cases, or several copies.

    python tests/bench/matching_speed.py --case FOLDER/input [--copies 10]

Copies get other keys and other names, so that ten of a set of 10,000 are one organisation of 100,000 receipts.
"""

import csv
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safe_desktop.domain.matching.bank_vocabulary import (
    AGENTS,
    ANONYMOUS,
    COLLECTION,
    COLLECTORS,
    LEGAL_FORMS,
    MATTERS,
    PLAIN,
    TITLES,
)

_NAMED = ("name", "first_name", "last_name", "payee", "narrative", "account_number")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KEPT = {*PLAIN, *ANONYMOUS, *COLLECTORS, *MATTERS, *TITLES, *LEGAL_FORMS, *COLLECTION, *AGENTS, "UK", "PAYOUT", "CR"}
_WORD = re.compile(r"[A-Za-z]+(?![A-Za-z0-9])")


def turned(text: str, copy: int) -> str:
    """The text with the letters of its names moved on, so that slips, cuts and short forms stay what they are."""
    table = str.maketrans(
        _LETTERS + _LETTERS.lower(),
        _LETTERS[copy:] + _LETTERS[:copy] + (_LETTERS[copy:] + _LETTERS[:copy]).lower(),
    )
    return _WORD.sub(lambda one: one[0] if one[0].upper() in _KEPT else one[0].translate(table), text)


def copy_rows(rows: list[dict[str, str]], copy: int) -> list[dict[str, str]]:
    """The rows of one file as another organisation would have them: other keys, other names."""
    if copy == 0:
        return rows
    found = []
    for row in rows:
        other = dict(row)
        for key, value in row.items():
            if value and key.endswith("_id"):
                other[key] = f"{value}{copy}"
            elif value and key in _NAMED:
                other[key] = turned(value, copy)
        found.append(other)
    return found


def make_copies(folder: Path, out: Path, copies: int) -> int:
    """Writes the organisation so many times into one; answers how many receipts there are."""
    count = 0
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with (out / path.name).open("w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            for copy in range(copies):
                writer.writerows(copy_rows(rows, copy))
        if path.name == "receipts.csv":
            count = len(rows) * copies
    (out / "meta.json").write_bytes((folder / "meta.json").read_bytes())
    return count


def main(words: list[str]) -> None:
    """Makes the copies, matches them in a process of its own, and prints what that took."""
    if "--case" not in words:
        print("Nothing to match: give the input folder of a set of cases with --case.")
        return
    folder = Path(words[words.index("--case") + 1])
    copies = int(words[words.index("--copies") + 1]) if "--copies" in words else 1
    with tempfile.TemporaryDirectory() as made:
        receipts = make_copies(folder, Path(made), copies)
        command = [sys.executable, "-I", str(Path(__file__).with_name("match_cases.py")), "--in", made]
        began = time.perf_counter()
        subprocess.run([*command, "--out", str(Path(made) / "out.jsonl")], check=True)
        wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(f"{receipts:,} receipts: {cpu:.2f} s of CPU, {wall:.2f} s on the clock, {used.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])

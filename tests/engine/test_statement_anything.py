"""Whatever a file holds: it is read, or refused in words; and no reader falls over what another program spoilt."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from safe_desktop.engine.files.statement_keys import source_keys
from safe_desktop.engine.files.statement_reading import read_statements
from safe_desktop.errors import InputError
from tests.engine.bank_files import LLOYDS, camt, entry, payment, sgml, transaction

WHOLE = {
    "bank.csv": LLOYDS.encode(),
    "bank.ofx": sgml("B", *(transaction(f"{n}.00", f"F{n}", "A &amp; B", "INV-1") for n in range(1, 6))).encode(),
    "bank.xml": camt(
        entry("3.00", "R1", payment("1.00", "Ann", "INV-1") + payment("2.00")),
        entry("-4.00", "R2"),
        balances=(("OPBD", "1.00"), ("CLBD", "0.00")),
    ).encode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


def read_or_refused(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.write_bytes(content)
    try:
        found = read_statements(path, lambda _headers: None, "GBP")
    except InputError as refused:
        told = f"{refused.title} {refused.detail} {refused.remedy}"
    else:
        told = " ".join(bad.words for one in found for bad in (*one.bad, *one.passed_over))
        for one in found:
            assert one.proof.words
            assert all(line.amount.minor for line in one.lines)
            assert len(set(source_keys("a", one.lines))) == len(one.lines)
    assert "Traceback" not in told
    assert " at 0x" not in told


@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 60), st.binary(max_size=12)), min_size=1, max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_a_spoilt_file_is_read_or_refused_in_words(folder: Path, name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    content = WHOLE[name]
    for place, length, put in cuts:
        where = place % len(content)
        content = content[:where] + put + content[where + length :]
    read_or_refused(folder, name, content)


@given(st.binary(max_size=300), st.sampled_from(["", "<OFX>", "<?xml version='1.0'?><Document>", "Date,Amount,Text\n"]))
@settings(max_examples=80, deadline=None)
@example(b'<?xml version="1.0" encoding="no-such"?><a/>', "")
@example(b"ENCODING:USASCII\nCHARSET:no-such\nOFXHEADER:100\n<OFX>\xff</OFX>", "")
@example(b"<" * 300, "<?xml version='1.0'?><Document>")
@example(b"<a>" * 90, "<?xml version='1.0'?><Document>")
def test_any_bytes_are_read_or_refused_in_words(folder: Path, content: bytes, start: str) -> None:
    read_or_refused(folder, "any", start.encode() + content)


def test_a_document_as_deep_as_a_well_is_refused_in_words(folder: Path) -> None:
    for deep in ("<a>" * 100_000, f"<?xml version='1.0'?>{'<a>' * 5_000}{'</a>' * 5_000}"):
        with pytest.raises(InputError):
            read_statements_of(folder, deep)


def read_statements_of(folder: Path, content: str) -> None:
    path = folder / "deep.xml"
    path.write_text(content)
    read_statements(path, lambda _headers: None, "GBP")

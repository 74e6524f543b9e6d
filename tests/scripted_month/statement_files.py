"""Writes the bank statement of a month in the three formats in which banks give it: CSV, OFX and CAMT.053."""

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from tests.scripted_month.month_truth import BankLine, Month

ACCOUNT = "20000012345678"


def write_csv(month: Month, path: Path) -> Path:
    """One row a line, paid in and paid out in columns of their own, with the balance after each."""
    balance = month.opening_minor
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Date", "Type", "Payee", "Reference", "Paid out", "Paid in", "Balance"])
        for line in month.lines:
            balance += line.minor
            paid_in = _pounds(line.minor) if line.minor > 0 else ""
            paid_out = _pounds(-line.minor) if line.minor < 0 else ""
            day = f"{line.came_on:%d/%m/%Y}"
            rows.writerow([day, line.kind, line.payee, line.reference, paid_out, paid_in, _pounds(balance)])
    return path


def write_ofx(month: Month, path: Path) -> Path:
    """OFX 1.02, as UK banks offer it for download."""
    lines = "".join(
        f"<STMTTRN><TRNTYPE>{'CREDIT' if line.minor > 0 else 'DEBIT'}<DTPOSTED>{line.came_on:%Y%m%d}"
        f"<TRNAMT>{_pounds(line.minor)}<FITID>{line.bank_id}"
        f"{f'<NAME>{escape(line.payee)}' if line.payee else ''}<MEMO>{escape(line.reference)}</STMTTRN>\n"
        for line in month.lines
    )
    first, last = month.lines[0].came_on, month.lines[-1].came_on
    path.write_text(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n"
        "OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        f"<DTSERVER>{last:%Y%m%d}<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>\n"
        "<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>GBP"
        f"<BANKACCTFROM><BANKID>200000<ACCTID>{ACCOUNT}<ACCTTYPE>CHECKING</BANKACCTFROM>"
        f"<BANKTRANLIST><DTSTART>{first:%Y%m%d}<DTEND>{last:%Y%m%d}\n{lines}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{_pounds(month.closing_minor)}<DTASOF>{last:%Y%m%d}</LEDGERBAL>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n",
        encoding="cp1252",
    )
    return path


def write_camt(month: Month, path: Path) -> Path:
    """CAMT.053, version 8."""
    first, last = month.lines[0].came_on, month.lines[-1].came_on
    entries = "".join(_entry(line) for line in month.lines)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M1</MsgId><CreDtTm>{last}T18:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>S1</Id><CreDtTm>{last}T18:00:00</CreDtTm>"
        f"<Acct><Id><Othr><Id>{ACCOUNT}</Id></Othr></Id><Ccy>GBP</Ccy></Acct>"
        f"{_balance('OPBD', month.opening_minor, f'{first}')}{_balance('CLBD', month.closing_minor, f'{last}')}\n"
        f"{entries}</Stmt></BkToCstmrStmt></Document>\n",
        encoding="utf-8",
    )
    return path


WRITERS: Mapping[str, Callable[[Month, Path], Path]] = {"csv": write_csv, "ofx": write_ofx, "xml": write_camt}
"""How each kind of file is written, by its ending."""


def _balance(kind: str, minor: int, day: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="GBP">{_pounds(abs(minor))}</Amt><CdtDbtInd>{_side(minor)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>'
    )


def _entry(line: BankLine) -> str:
    role = "Dbtr" if line.minor > 0 else "Cdtr"
    party = f"<RltdPties><{role}><Pty><Nm>{escape(line.payee)}</Nm></Pty></{role}></RltdPties>" if line.payee else ""
    return (
        f'<Ntry><Amt Ccy="GBP">{_pounds(abs(line.minor))}</Amt><CdtDbtInd>{_side(line.minor)}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{line.came_on}</Dt></BookgDt><ValDt><Dt>{line.came_on}</Dt></ValDt>"
        f"<AcctSvcrRef>{line.bank_id}</AcctSvcrRef>"
        f"<BkTxCd><Prtry><Cd>{line.kind}</Cd></Prtry></BkTxCd>"
        f"<NtryDtls><TxDtls><Refs><AcctSvcrRef>{line.bank_id}</AcctSvcrRef></Refs>"
        f'<Amt Ccy="GBP">{_pounds(abs(line.minor))}</Amt><CdtDbtInd>{_side(line.minor)}</CdtDbtInd>{party}'
        f"<RmtInf><Ustrd>{escape(line.reference)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _side(minor: int) -> str:
    return "CRDT" if minor >= 0 else "DBIT"


def _pounds(minor: int) -> str:
    return str(Decimal(minor).scaleb(-2))

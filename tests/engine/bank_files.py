"""Statement files as banks write them, made in a folder of the test, and a short way to read them."""

from collections.abc import Sequence
from pathlib import Path

from safe_desktop.engine.files.import_mapping import Mapping
from safe_desktop.engine.files.statement_lines import Statement
from safe_desktop.engine.files.statement_reading import read_statement, read_statements

LLOYDS = """Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance
25/11/2026,FPI,'11-22-33,12345678,RUSHMERE FARM INV-1042,,486.00,1486.00
24/11/2026,DD,'11-22-33,12345678,EON ENERGY,100.00,,1000.00
"""  # noqa: E501 - a bank's own header

OFX_HEAD = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

"""


def written(folder: Path, content: str | bytes, name: str = "statement.csv") -> Path:
    """The content as a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder: Path, content: str | bytes, name: str = "statement.csv", mapping: Mapping | None = None) -> Statement:
    """The one statement in a file with this content."""
    return read_statement(written(folder, content, name), mapping, "GBP")


def read_all(folder: Path, content: str | bytes, name: str = "statement.csv") -> list[Statement]:
    """The statements in a file with this content."""
    return read_statements(written(folder, content, name), lambda _headers: None, "GBP")


def told(statement: Statement) -> list[tuple[str, str, str]]:
    """Day, amount and words of each line."""
    return [(line.came_on.isoformat(), f"{line.amount.decimal}", line.text) for line in statement.lines]


def sgml(name: str, *transactions: str, account: str = "12345678", closing: str = "") -> str:
    """An OFX file in the old form, of one account; each transaction is what stands in its STMTTRN."""
    inside = "".join(f"<STMTTRN>{one}</STMTTRN>\n" for one in transactions)
    balance = f"<LEDGERBAL><BALAMT>{closing}<DTASOF>20261125</LEDGERBAL>" if closing else ""
    return (
        f"{OFX_HEAD}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261125"
        f"<LANGUAGE>ENG<FI><ORG>{name}<FID>1</FI></SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS>"
        f"<CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>GBP<BANKACCTFROM><BANKID>112233<ACCTID>{account}"
        f"<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20261101<DTEND>20261125\n{inside}</BANKTRANLIST>"
        f"{balance}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def transaction(amount: str, number: str, name: str = "", memo: str = "", day: str = "20261125") -> str:
    """What stands in one STMTTRN."""
    kind = "DEBIT" if amount.startswith("-") else "CREDIT"
    return f"<TRNTYPE>{kind}<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{number}<NAME>{name}<MEMO>{memo}"


def camt(*entries: str, version: str = "02", balances: Sequence[tuple[str, str]] = (), iban: str = "GB33BUKB") -> str:
    """A CAMT.053 file of one account in this version; each entry is a whole Ntry."""
    told = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='GBP'>{amount.lstrip('-')}</Amt>"
        f"<CdtDbtInd>{'DBIT' if amount.startswith('-') else 'CRDT'}</CdtDbtInd></Bal>"
        for code, amount in balances
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}'>"
        f"<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-25T10:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>GBP</Ccy></Acct>{told}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


def in_one_file(*files: str) -> str:
    """The statements of several CAMT files in the frame of the first."""
    statements = "".join(one[one.index("<Stmt>") : one.index("</BkToCstmrStmt>")] for one in files)
    return files[0][: files[0].index("<Stmt>")] + statements + "</BkToCstmrStmt></Document>"


def entry(
    amount: str, number: str = "", details: str = "", more: str = "", status: str = "BOOK", day: str = "2026-11-25"
) -> str:
    """One entry; its amount's sign says whether it is a debit. A status in angle brackets is the newer form."""
    direction = "DBIT" if amount.startswith("-") else "CRDT"
    reference = f"<AcctSvcrRef>{number}</AcctSvcrRef>" if number else ""
    inside = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return (
        f"<Ntry><Amt Ccy='GBP'>{amount.lstrip('-')}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{more}<Sts>{status}</Sts>"
        f"<BookgDt><Dt>{day}</Dt></BookgDt>{reference}<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
        f"<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>{inside}</Ntry>"
    )


def payment(amount: str = "", payer: str = "", words: str = "", currency: str = "GBP", more: str = "") -> str:
    """One TxDtls of an entry."""
    worth = f"<AmtDtls><TxAmt><Amt Ccy='{currency}'>{amount}</Amt></TxAmt></AmtDtls>" if amount else ""
    party = f"<RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr></RltdPties>" if payer else ""
    text = f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf>" if words else ""
    return f"<TxDtls>{more}{worth}{party}{text}</TxDtls>"

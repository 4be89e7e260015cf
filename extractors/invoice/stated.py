"""What a file says of an invoice beside its print: elements of XML, tags of an OFD, entries of a PDF, its code.

Statements stand in their order of trust (domain.md 3.15); each has its values in the types of the fields of a record.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from domain.codes import normal_code
from domain.documents import Box, Page, Reading
from domain.text import clean, squash
from domain.values import parse_amount_yuan, parse_day
from extractors.labels import money


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a file states, with its own words."""

    value: object
    raw: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of the invoice; `origin` names it for people."""

    origin: str
    values: Mapping[str, Said]
    page: int
    box: Box | None = None
    net_or_total: Said | None = None
    """A sum of which the source does not say whether it bears tax."""


XML, TAGS, INFO, SQUARE = "XML", "OFD标签", "PDF信息", "二维码"

NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("invoicenumber", "eiid", "invoiceno", "fphm", "fp_hm", "invoicenum", "invoice_no", "发票号码"),
    "code": ("invoicecode", "fpdm", "fp_dm", "invoice_code", "发票代码"),
    "issued_on": ("issuetime", "issuedate", "kprq", "invoicedate", "requesttime", "开票日期"),
    "buyer": ("buyername", "gmf_mc", "gmfmc", "ghdwmc", "ghfmc", "gfmc", "buyer_name"),
    "buyer_code": ("buyeridnum", "buyertaxid", "gmf_nsrsbh", "gmfnsrsbh", "ghdwdm", "gfsh", "购买方纳税人识别号"),
    "seller": ("sellername", "xsf_mc", "xsfmc", "xhdwmc", "xhfmc", "xfmc", "salername", "seller_name"),
    "seller_code": ("selleridnum", "sellertaxid", "xsf_nsrsbh", "xsfnsrsbh", "xhdwdm", "xfsh", "销售方纳税人识别号"),
    "amount_yuan": ("totalamwithouttax", "taxexclusivetotalamount", "hjje", "合计金额"),
    "tax_yuan": ("totaltaxam", "taxtotalamount", "hjse", "合计税额"),
    "total_yuan": ("totaltax-includedamount", "taxinclusivetotalamount", "jshj", "价税合计"),
    "item": ("itemname", "item", "xmmc", "spmc"),
}
"""The names of elements, tags and entries, in small letters, by which a field is stated; the first that is there."""

INFO_KEYS = frozenset(
    {
        *("invoicenumber", "issuetime", "selleridnum", "sellername", "buyeridnum", "buyername", "totalamwithouttax"),
        *("totaltaxam", "totaltax-includedamount"),
    }
)
"""Entries of the info dictionary of a PDF that speak of an invoice."""

KINDS = {"01": "电子发票（增值税专用发票）", "02": "电子发票（普通发票）"}
"""By the label of `GeneralOrSpecialVAT`."""
TAXED_SQUARES = frozenset({"31", "32"})
"""Kinds of code whose sum bears tax; in those of older invoices it is net (domain.md 3.15)."""
NET_SQUARES = frozenset({"01", "04", "10", "20"})
SQUARE_KINDS = {
    "01": "增值税专用发票",
    "04": "增值税普通发票",
    "10": "增值税电子普通发票",
    "20": "增值税电子专用发票",
    "31": "电子发票（增值税专用发票）",
    "32": "电子发票（普通发票）",
}
CODE_KINDS = {"11": "增值税电子普通发票", "12": "增值税电子普通发票", "13": "增值税电子专用发票"}
"""Kinds of electronic invoices by the end of their code of twelve figures, which begins with 0."""
DIGITAL_LENGTH = 20

_SQUARE = re.compile(
    r"01,(?P<kind>[0-9]{2}),(?P<code>[0-9]{10}|[0-9]{12}|),(?P<number>[0-9]{8}|[0-9]{20}),"
    r"(?P<sum>-?[0-9]{1,14}(?:\.[0-9]{1,2})?)?,(?P<day>[0-9]{8})?,[^,]{0,32}(?:,[^,]{0,32}){0,3}"
)
_CHAIN = re.compile(r"chinatax\.gov\.cn", re.IGNORECASE)


def statements(reading: Reading) -> tuple[Statement, ...]:
    """What the file says, the most trusted first."""
    if not reading.pages:
        return ()
    page = reading.pages[0]
    entries = [entry for one in reading.pages for entry in one.entries]
    found = (
        _stated(XML, _named(entries, "xml:"), page),
        _stated(TAGS, (*_named(entries, "tag:"), *_named(entries, "data:")), page),
        _stated(INFO, tuple((key.lower(), text) for key, text in reading.meta if key.lower() in INFO_KEYS), page),
        *(_square(code.text, one, code.box) for one in reading.pages for code in one.codes),
    )
    return tuple(statement for statement in found if statement is not None)


def _named(entries: Sequence[tuple[str, str]], prefix: str) -> tuple[tuple[str, str], ...]:
    """The entries of one origin under the last two names of their paths, in small letters."""
    return tuple(
        ("/".join(key[len(prefix) :].lower().split("/")[-2:]), text) for key, text in entries if key.startswith(prefix)
    )


def _stated(origin: str, entries: Sequence[tuple[str, str]], page: Page) -> Statement | None:
    """The statement of these entries; None where they speak of no invoice."""
    values: dict[str, Said] = {}
    for field, names in NAMES.items():
        for name in names:
            said = next((said for said in _values(entries, name, field)), None)
            if said is not None:
                values[field] = said
                break
    kind = CODE_KINDS.get(str(values["code"].value)[-2:]) if "code" in values else None
    if kind is not None and str(values["code"].value).startswith("0"):
        values["invoice_kind"] = Said(kind, values["code"].raw)
    values.update(_labels(entries))
    return Statement(origin, values, page.number) if values else None


def _values(entries: Sequence[tuple[str, str]], name: str, field: str) -> Iterator[Said]:
    """The values that entries of this name state."""
    for key, text in entries:
        if key.rpartition("/")[2] == name:
            value = _parse(field, text)
            if value not in (None, ""):
                yield Said(value, clean(text))


def _labels(entries: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Said]]:
    """What the labels of a 数电票 say: its kind, whether it is a credit note (红字), and what that takes back."""
    for key, text in entries:
        if key == "generalorspecialvat/labelcode" and text in KINDS:
            yield "invoice_kind", Said(KINDS[text], text)
        elif key == "inissutype/labelcode" and text in {"Y", "N"}:
            yield "void", Said(text == "N", text)
        elif key.endswith("/originalinvoicecode") and text.isdigit():
            yield "cancels", Said(text, text)


def _parse(field: str, text: str) -> object:
    """A stated text in the type of its field; None where it is no such value."""
    return PARSERS.get(field, _words)(text)


def _digits(text: str) -> str | None:
    plain = squash(text)
    return plain if plain.isascii() and plain.isdigit() else None


def _day(text: str) -> str | None:
    plain = squash(text)
    day = parse_day(plain[:8] if re.fullmatch(r"[0-9]{14}", plain) else text[:32])
    return day.isoformat() if day else None


def _money(text: str) -> int | float | None:
    plain = squash(text).replace("¥", "").replace("￥", "").replace(",", "")
    if re.fullmatch(r"-?[0-9]{1,14}(?:\.[0-9]{1,6})?", plain):
        return money(Decimal(plain))
    yuan = parse_amount_yuan(text)
    return money(yuan) if yuan is not None else None


def _words(text: str) -> str:
    return squash(text)


PARSERS: Mapping[str, Callable[[str], object]] = {
    "number": _digits,
    "code": _digits,
    "issued_on": _day,
    "buyer_code": normal_code,
    "seller_code": normal_code,
    "amount_yuan": _money,
    "tax_yuan": _money,
    "total_yuan": _money,
}


# --- The code on the page ---------------------------------------------------------------------------------------------


def _square(text: str, page: Page, box: Box | None) -> Statement | None:
    """What the code of an invoice says; None for any other code."""
    plain = text.strip()
    match = _SQUARE.fullmatch(plain.rstrip(","))
    if match is None:
        return _chain(plain, page, box)
    values = {"number": Said(match["number"], match["number"])}
    if match["code"]:
        values["code"] = Said(match["code"], match["code"])
    if match["kind"] in SQUARE_KINDS:
        values["invoice_kind"] = Said(SQUARE_KINDS[match["kind"]], match["kind"])
    day = parse_day(match["day"] or "")
    if day is not None:
        values["issued_on"] = Said(day.isoformat(), match["day"])
    sum_ = Said(money(Decimal(match["sum"])), match["sum"]) if match["sum"] else None
    digital = match["kind"] in TAXED_SQUARES or len(match["number"]) == DIGITAL_LENGTH
    if sum_ is not None and (digital or match["kind"] in NET_SQUARES):
        values["total_yuan" if digital else "amount_yuan"] = sum_
        sum_ = None
    return Statement(SQUARE, values, page.number, box, sum_)


def _chain(text: str, page: Page, box: Box | None) -> Statement | None:
    """What the address in the code of a blockchain invoice (区块链电子发票) says; its sum is in 分."""
    if not text.lower().startswith("http") or not _CHAIN.search(text):
        return None
    try:
        query = parse_qs(urlsplit(text).query)
    except ValueError:
        return None
    number, cents = query.get("bill_num", [""])[0], query.get("total_amount", [""])[0]
    if not re.fullmatch(r"[0-9]{8,20}", number):
        return None
    values = {"number": Said(number, number)}
    if re.fullmatch(r"[0-9]{1,14}", cents):
        values["total_yuan"] = Said(money(Decimal(cents) / 100), cents)
    return Statement(SQUARE, values, page.number, box)

"""Read proofs of financing (融资证明): who got how much from whom, when, whether it was paid out (domain.md 3.26)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from domain.values import find_amounts, find_days, parse_amount_yuan
from extractors.closing import find_closing, seal_fields, signing_fields
from extractors.headings import first_rows, headings
from extractors.holder import closing_day, labelled_day
from extractors.labels import find_first, make_field, make_record, money
from extractors.parties import LONGEST_PERSON, is_organisation, party_name
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("intent", re.compile(r"意向|申请(?:书|表|单)|框架|条款清单|贷款承诺|预审批?|尽职调查")),
    ("credit-line", re.compile(r"授信")),
    ("disbursement", re.compile(r"借据|借款凭证|放款|贷款发放|转存凭证|出账通知|到账|投资款[^\n]{0,6}证明")),
    ("receipt", re.compile(r"回单|电汇凭证|进账单|转账凭证|收款凭证")),
    ("guarantee", re.compile(r"委托担保|保证合同|担保合同|保函|担保函|最高额保证|反担保")),
    ("pledge", re.compile(r"质押")),
    ("lease", re.compile(r"融资租赁|售后回租|保理")),
    ("investment", re.compile(r"投资|增资|入股|认购|股权")),
    ("loan", re.compile(r"借款|贷款|融资")),
)
"""What a paper of financing is, by the words of its heading, the most telling first."""
ENTERPRISE_LABELS = (
    *("借款人", "借款单位", "借款企业", "借款人名称", "受信人", "授信申请人", "授信客户", "融资方", "融资企业"),
    *("目标公司", "标的公司", "被投资方", "被投资企业", "承租人", "承租方", "债务人", "主债务人", "被担保人", "出质人"),
    *("委托保证人", "申请人", "收款人", "收款人名称", "收款人户名", "收款单位", "收款方", "收款方户名", "收款户名"),
    *("企业名称", "客户名称", "户名", "甲方"),
)
FINANCIER_LABELS = (
    *("贷款人", "贷款银行", "贷款机构", "放款银行", "放款机构", "投资方", "投资人", "出租人", "出租方", "授信人"),
    *(
        "授信银行",
        "质权人",
        "债权人",
        "受益人",
        "付款人",
        "付款人名称",
        "付款人户名",
        "付款单位",
        "付款方",
        "付款方户名",
    ),
    *("付款户名", "乙方"),
)
GUARANTOR_LABELS = ("保证人", "担保人", "受托保证人", "担保机构")
AMOUNT_LABELS = (
    *(
        "放款金额",
        "本次放款金额",
        "实际放款金额",
        "发放金额",
        "贷款发放金额",
        "借据金额",
        "投资金额",
        "投资款",
        "增资金额",
    ),
    *(
        "增资款",
        "投资总额",
        "借款金额",
        "借款本金",
        "贷款金额",
        "贷款本金",
        "融资金额",
        "租赁本金",
        "融资额",
        "授信额度",
    ),
    *("授信金额", "综合授信额度", "最高授信额度", "担保金额", "保证金额", "质押金额", "交易金额", "转账金额", "金额"),
    *("金额(小写)", "小写金额", "小写"),
)
DATED_LABELS = (
    *("放款日期", "放款日", "实际放款日", "贷款发放日", "发放日期", "借款日期", "贷款日期", "借据日期", "起息日"),
    *(
        "交易日期",
        "交易时间",
        "记账日期",
        "入账日期",
        "到账日期",
        "转账日期",
        "回单日期",
        "签订日期",
        "签订时间",
        "签署日期",
    ),
    *("批复日期", "出具日期", "合同签订日期", "日期"),
)
NUMBER_LABELS = (
    "借据编号",
    "借据号",
    "放款编号",
    "回单编号",
    "回单号",
    "交易流水号",
    "电子回单号码",
    "流水号",
    "凭证号",
)
CONTRACT_LABELS = (
    *("借款合同编号", "借款合同号", "贷款合同编号", "贷款合同号", "主合同编号", "对应合同编号", "投资协议编号"),
    *("合同编号", "协议编号", "合同号"),
)
PAID_OUT = frozenset({"disbursement", "receipt"})
LONGEST_TITLE = 60

_TITLE = re.compile("|".join(pattern.pattern for _, pattern in FORMS))
_FOREIGN = re.compile(
    r"(?P<usd>美元|美金|USD|US\$)|(?P<eur>欧元|EUR|€)|(?P<hkd>港元|港币|HKD|HK\$)|(?P<jpy>日元|JPY)|(?P<gbp>英镑|GBP|£)"
)
_AROUND = 24
"""Characters beside a sum in which a foreign currency stands."""
_SUM = re.compile(
    r"(?:提供|发放|出资|投资|增资|借款|贷款|放款|授信|认购|支付|担保|融资|本金|金额|额度)[^\n。;0-9]{0,24}"
    r"(?P<value>(?:人民币|¥)?[^\n。;]{0,3}[0-9][0-9,.]{0,18}\t?[百千]?[万亿]?元?[^\n。;]{0,8})"
)
_NUMBER = re.compile(r"[A-Za-z0-9\u4e00-\u9fff〔〕\[\]【】()/#.\-—–_]{3,48}")
_PERSON_END = re.compile(r"\((?:借款人|贷款人|甲方|乙方|投资方|目标公司|盖章|公章)[^()]{0,8}\)|、.*\Z")


def extract_financing(reading: Reading) -> tuple[Record | Problem, ...]:
    """`enterprise`, `financier`, `amount_yuan` (`amount` and `currency` abroad), `dated`, `form`, numbers and seals.

    `form` is loan, investment, lease, guarantee, pledge, credit-line (授信), intent (意向, 申请), disbursement (放款)
    or receipt (回单);
    `paid_out` is true where the paper shows that money flowed.
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _form_fields(reading, script)
    form = str(fields["form"].value) if "form" in fields else ""
    fields |= _party_fields(reading, script) | _amount_fields(reading, script)
    fields |= _dated_field(reading, script, form) | _number_fields(reading, script, form) | seal_fields(reading)
    return (make_record(Kind.FINANCING_PROOF, reading, fields),)


def _form_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`title`, `form` and `paid_out`."""
    page = script.pages[0].number
    rows = [hit for hit in (*headings(script, page), *first_rows(script, page)) if len(hit.text) <= LONGEST_TITLE]
    hit = next((hit for hit in rows if _TITLE.search(squash(hit.text))), None)
    if hit is None:
        return {}
    title = squash(hit.text)
    form = next(form for form, pattern in FORMS if pattern.search(title))
    fields = {"title": make_field(reading, hit, title), "form": make_field(reading, hit, form)}
    return fields | ({"paid_out": make_field(reading, hit, value=True)} if form in PAID_OUT else {})


# --- Who --------------------------------------------------------------------------------------------------------------


def _party_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`enterprise`, `financier`, `guarantor`, and `parties`, all of them by name."""
    fields: dict[str, Field] = {}
    for name, labels in (
        ("enterprise", ENTERPRISE_LABELS),
        ("financier", FINANCIER_LABELS),
        ("guarantor", GUARANTOR_LABELS),
    ):
        another = _names_another({str(field.value) for field in fields.values()})
        hit = find_first(script, labels, accept=another, unfinished=_no_end)
        if hit is not None:
            fields[name] = make_field(reading, hit, _party(hit))
    if fields:
        first = next(iter(fields.values()))
        fields["parties"] = Field([field.value for field in fields.values()], first.raw, first.confidence, first.source)
    return fields


def _names_another(taken: set[str]) -> Callable[[Hit], bool]:
    """Whether a value names somebody who has no part in the paper yet."""
    return lambda hit: _party(hit) not in {"", *taken}


def _party(hit: Hit) -> str:
    """The organisation or person that a value names."""
    name = party_name(_PERSON_END.sub("", hit.text))
    return name if is_organisation(name) or 2 <= len(name) <= LONGEST_PERSON else ""


def _no_end(text: str) -> bool:
    return len(squash(text)) > LONGEST_PERSON and not is_organisation(text)


# --- How much ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of a paper: where it stands, in yuan or in a foreign currency."""

    hit: Hit
    number: Decimal
    currency: str


def _amount_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`amount_yuan`, or `amount` with its `currency`; `amount_conflict` where capitals say another sum."""
    found = next(_sums(script), None)
    if found is None:
        return {}
    if found.currency != "CNY":
        number = make_field(reading, found.hit, money(found.number))
        return {"amount": number, "currency": make_field(reading, found.hit, found.currency)}
    fields = {
        "amount_yuan": make_field(reading, found.hit, money(found.number)),
        "currency": make_field(reading, found.hit, "CNY"),
    }
    other = _capitals(script)
    if other is not None and other.number != found.number:
        fields["amount_conflict"] = make_field(reading, other.hit, value=True)
    return fields


def _sums(script: Script) -> Iterator[_Sum]:
    """The labelled sum, else one in a sentence (提供借款人民币500万元)."""
    for label in AMOUNT_LABELS:
        hit = find_first(script, (label,), accept=lambda hit: _sum_in(script, hit) is not None)
        found = _sum_in(script, hit) if hit is not None else None
        if found is not None:
            yield found
    for hit in script.find(_SUM):
        found = _sum_in(script, hit)
        if found is not None:
            yield found


def _sum_in(script: Script, hit: Hit) -> _Sum | None:
    """The sum that a value is; its unit and currency may stand in its label's brackets."""
    before = script.text[max(0, hit.start - _AROUND) : max(hit.start, 0)].split("\n")[-1] if hit.start >= 0 else ""
    unit = next((unit for unit in ("亿元", "万元") if unit in before), "元")
    foreign = _FOREIGN.search(hit.text) or _FOREIGN.search(before)
    if foreign is not None:
        number = _plain_number(hit.text)
        return _Sum(hit, number, str(foreign.lastgroup).upper()) if number is not None else None
    amounts = [amount for amount in find_amounts(hit.text, unit) if not amount.is_rate]
    figures = next((amount for amount in amounts if not amount.is_capitals), None)
    chosen = figures or next(iter(amounts), None)
    yuan = chosen.yuan if chosen is not None else parse_amount_yuan(hit.text, unit)
    return _Sum(hit, yuan, "CNY") if yuan is not None and yuan > 0 else None


def _plain_number(text: str) -> Decimal | None:
    """The figure of a sum in another currency, with 万 and 亿."""
    match = re.search(r"(?P<figure>[0-9][0-9,]{0,18}(?:\.[0-9]{1,2})?)\t? ?(?P<multiple>万|亿)?", text)
    if match is None:
        return None
    scale = {"万": Decimal(10**4), "亿": Decimal(10**8)}.get(match["multiple"] or "", Decimal(1))
    return Decimal(match["figure"].replace(",", "")) * scale


def _capitals(script: Script) -> _Sum | None:
    """The first sum in capitals (大写)."""
    hit = find_first(script, ("金额(大写)", "大写金额", "大写", "人民币大写", "人民币(大写)"))
    amount = next((one for one in find_amounts(hit.text) if one.is_capitals), None) if hit is not None else None
    return _Sum(hit, amount.yuan, "CNY") if hit is not None and amount is not None else None


# --- When -------------------------------------------------------------------------------------------------------------


def _dated_field(reading: Reading, script: Script, form: str) -> dict[str, Field]:
    """`dated`: of money that flowed the day it did, of a contract the day it was signed."""
    if form not in PAID_OUT:
        signed = signing_fields(reading, script, find_closing(script), first_page=True)
        if "signed_on" in signed:
            return {"dated": signed["signed_on"]}
    found = labelled_day(script, DATED_LABELS) or closing_day(script) or _first_day(script)
    return {} if found is None else {"dated": make_field(reading, found[0], found[1])}


def _first_day(script: Script) -> tuple[Hit, str] | None:
    """The only day of a paper."""
    days = {day.value: day for day in find_days(script.text) if day.valid and day.value is not None}
    if len(days) != 1:
        return None
    day = next(iter(days.values()))
    return (script.hit(day.start, day.end), day.value.isoformat()) if day.value is not None else None


def _number_fields(reading: Reading, script: Script, form: str) -> dict[str, Field]:
    """`number` of the paper, and `contract_number`, the contract under which money was paid out."""
    wanted: Mapping[str, tuple[str, ...]] = (
        {"number": NUMBER_LABELS, "contract_number": CONTRACT_LABELS}
        if form in PAID_OUT
        else {"number": (*CONTRACT_LABELS, *NUMBER_LABELS, "编号")}
    )
    fields = {}
    for name, labels in wanted.items():
        hit = find_first(script, labels, accept=_is_number)
        match = _NUMBER.match(hit.text) if hit is not None else None
        if hit is not None and match is not None:
            fields[name] = make_field(reading, hit, match[0])
    return fields


def _is_number(hit: Hit) -> bool:
    match = _NUMBER.match(hit.text)
    return match is not None and any(sign.isdigit() for sign in match[0])

"""Amounts, percentages and counts as Chinese documents write them (domain.md 3.0, Amounts).

Money is Decimal, in yuan and to the cent. An amount that can be read in two ways is none; a price for each of something
(300元/样) is said to be a rate and is never a total.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.numerals import NUMERALS, fold, parse_digits, parse_numeral


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAmount:
    """A sum of money in yuan; `per` is what a price is asked for (样, 次, 年), empty for a total."""

    start: int
    end: int
    raw: str
    yuan: Decimal
    is_capitals: bool = False
    per: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether this is a price for each of something, no total; a yearly fee is the amount of its contract."""
        return self.per not in ("", "年")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPercent:
    """A percentage; `approximate` where the paper says 约, 左右, 不低于 and the like."""

    start: int
    end: int
    raw: str
    value: Decimal
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of something; `approximate` where it is given as 约, 余, 近 or 以上 and so is no exact count."""

    value: int
    approximate: bool = False


UNITS: Mapping[str, Decimal] = {
    "分": Decimal("0.01"),
    "角": Decimal("0.1"),
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
}
"""Multiples in which money is given; the unit word itself (元, 圆, 块) is left off."""

_N = f"[{NUMERALS}]"
_FIGURE = r"(?:[0-9]{1,3}(?: ?, ?[0-9]{3}){1,5}|[0-9](?: [0-9]){1,12}|[0-9]{1,15})(?:\. ?[0-9]{1,18})?"
_MULTIPLE = r"[十百千]?万|亿|[百千](?= ?[元圆块])"
_EACH = (
    r"(?:年度?|季度?|月|日|天|小时|人次|人天|人|次|样品|样|件|个|份|项|篇|平方米|平米|㎡|m2"
    rf"|吨|套|台|场|期|课时|学时|户|家|批|组|点|页|(?![{NUMERALS}])[一-鿿]{{1,2}}|[a-z]{{1,6}})"
)
_FIGURES = re.compile(
    r"(?:(?P<currency>¥|RMB|CNY|人民币)[ :]{0,3})?(?<![0-9])(?<![0-9][.,])(?P<sign>-)?"
    rf"(?P<figure>{_FIGURE})(?![0-9]|[,.][0-9])(?: ?(?P<multiple>{_MULTIPLE}))?"
    r"(?: ?(?P<unit>[元圆块])(?: ?(?P<jiao>[0-9]) ?角)?(?: ?(?P<fen>[0-9]) ?分(?!钟))?)?"
    rf"(?: ?(?:/|每) ?(?P<per>{_EACH}))?",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    rf"(?<![0-9{NUMERALS}])(?<![0-9] )(?P<main>{_N}(?: ?{_N}){{0,40}}) ?"
    rf"(?:[元圆块] ?(?:(?P<jiao>{_N}(?: ?{_N})?) ?角 ?)?(?:(?P<fen>{_N}(?: ?{_N}){{0,2}}) ?分 ?)?[整正]?"
    rf"|(?P<small>角) ?(?:(?P<cents>{_N}(?: ?{_N})?) ?分 ?)?[整正]?|整)"
    rf"(?:(?:/|每) ?(?P<per>{_EACH}))?"
)
_PLAIN_CAPITALS = re.compile(rf"[^{NUMERALS}0-9]*(?P<main>{_N}(?: ?{_N}){{0,40}})[^{NUMERALS}0-9]*")
_COUNTED = frozenset("用人家次户份条名台件套个吨平米亩股张篇字级余多册辆种项本分公里")
_RANGE_BEFORE = re.compile(r"[0-9万元%] ?(?:~{1,2}|至|到|-{1,2}) ?\Z")
_EACH_BEFORE = re.compile(rf"(?:每 ?(?P<per>{_EACH})[^0-9,。;]{{0,8}}|(?P<price>单价)[^0-9]{{0,4}})\Z")
_BARE = re.compile(
    rf"(?:不?含税|共计?|合计|总计|总价)? ?(?P<open>\()?(?P<sign>-)?(?P<figure>{_FIGURE})(?P<close>\))?"
    r" ?(?:/ ?(?P<per>[^/]{1,4}))?(?: ?\(?不?含税\)?)?"
)
_PERCENT = re.compile(
    r"(?<![0-9.])(?P<figure>[0-9]{1,6}(?:\.[0-9]{1,6})?) ?%"
    rf"|百分之 ?(?P<written>[0-9]{{1,3}}(?:\.[0-9]{{1,6}})?|{_N}{{1,6}})(?:点(?P<point>{_N}{{1,4}}))?"
)
_ABOUT_BEFORE = re.compile(
    r"(?:约占?比?[为是]?|接近|将近|大致为?|(?:估[算计]|预计)为?|近|超过?|逾|不低于|不少于|不足|高于|大于|至少|以上"
    r"|[≥>≈]) ?\Z"
)
_ABOUT_AFTER = re.compile(r" ?(?:左右|以上|以下|上下|余|多)")
_QUANTITY = re.compile(
    r"(?P<about>大?约|近|超过?|逾|不少于|至少|≥|>)? ?"
    rf"(?:(?P<figure>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{1,9}})(?:\.0+)?|(?P<written>{_N}{{1,10}}))"
    r" ?(?P<more>[余多+])? ?(?:人次|家次|[家人次名个份场户位项件条种款])?(?:企业|单位)?"
    r"(?P<over>左右|以上|上下|余)?"
)


def find_amounts(text: str, unit: str = "元") -> tuple[FoundAmount, ...]:
    """Every sum of money of a text, in order; `unit` (元, 万元) is that of sums with ¥ alone."""
    folded = fold(text)
    figures = list(_find_figures(text, folded, unit))
    taken = bytearray(len(text))
    for amount in figures:
        taken[amount.start : amount.end] = b"\1" * (amount.end - amount.start)
    capitals = [amount for amount in _find_capitals(text, folded) if not any(taken[amount.start : amount.end])]
    return tuple(sorted([*figures, *capitals], key=lambda amount: amount.start))


def parse_amount_yuan(text: str, unit: str = "元") -> Decimal | None:
    """The one sum a text or cell gives, in yuan; a bare number is in `unit`.

    None for none, for two that differ (a capital sum beside another figure) and for a rate (300元/样).
    """
    found = find_amounts(text, unit)
    if found:
        sums = {amount.yuan for amount in found if not amount.is_rate}
        return sums.pop() if len(sums) == 1 else None
    bare = _BARE.fullmatch(fold(text).strip())
    if bare is None or bool(bare["open"]) != bool(bare["close"]) or bare["per"] not in (None, "年"):
        return parse_capitals(text)
    value = _figure(bare["figure"]) * _factor(unit)
    return to_cents(-value if bare["sign"] or bare["open"] else value)


def parse_capitals(text: str) -> Decimal | None:
    """The one sum a text gives in Chinese numerals, in yuan (壹万贰仟元整); alone also without 元."""
    sums = {amount.yuan for amount in _find_capitals(text, fold(text)) if not amount.is_rate}
    if sums:
        return sums.pop() if len(sums) == 1 else None
    plain = _PLAIN_CAPITALS.fullmatch(fold(text))
    whole = parse_numeral(plain["main"]) if plain and _is_sum(plain["main"]) else None
    return None if whole is None else to_cents(Decimal(whole))


def find_percents(text: str) -> tuple[FoundPercent, ...]:
    """Every percentage of a text, in order (95%, 95.5 ％, 百分之九十五)."""
    return tuple(_find_percents(text, fold(text)))


def parse_percent(text: str) -> Decimal | None:
    """The one percentage of a text, 0–100; None for none, for two that differ and for one beyond 100."""
    values = {percent.value for percent in find_percents(text)}
    value = values.pop() if len(values) == 1 else None
    return value if value is not None and value <= 100 else None


def parse_quantity(text: str) -> Quantity | None:
    """The count that a text is (30, 30家, 约30, 30余家, 三十); None where it is anything else."""
    match = _QUANTITY.fullmatch(fold(text).strip())
    if match is None:
        return None
    value = int(match["figure"].replace(",", "")) if match["figure"] else parse_numeral(match["written"])
    return None if value is None else Quantity(value, any(match[name] for name in ("about", "more", "over")))


def in_yuan(number: Decimal, unit: str) -> Decimal:
    """A number of 元, 千元, 万元 or 亿元 in yuan."""
    return to_cents(number * _factor(unit))


def to_cents(yuan: Decimal) -> Decimal:
    """The sum rounded to the cent."""
    return yuan.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _find_figures(text: str, folded: str, unit: str) -> Iterator[FoundAmount]:
    for match in _FIGURES.finditer(folded):
        if not _is_money(match, folded):
            continue
        factor = _factor(unit) if not (match["multiple"] or match["unit"]) else UNITS[match["multiple"] or ""]
        yuan = _figure(match["figure"]) * factor + Decimal(match["jiao"] or 0) / 10 + Decimal(match["fen"] or 0) / 100
        yield FoundAmount(
            start=match.start(),
            end=match.end(),
            raw=text[match.start() : match.end()],
            yuan=to_cents(-yuan if match["sign"] else yuan),
            per=_per(match, folded),
        )


def _is_money(match: re.Match[str], folded: str) -> bool:
    """Whether a number has a currency or a unit of money, and is not the upper end of a range."""
    if _RANGE_BEFORE.search(folded[max(0, match.start() - 4) : match.start("figure")]):
        return False
    if match["currency"] or match["unit"]:
        return True
    return bool(match["multiple"]) and folded[match.end("multiple") :].lstrip(" ")[:1] not in _COUNTED


def _find_capitals(text: str, folded: str) -> Iterator[FoundAmount]:
    for match in _CAPITALS.finditer(folded):
        whole, jiao, fen = (parse_numeral(match[name] or "零") for name in ("main", "jiao", "fen"))
        if match["small"]:
            whole, jiao, fen = 0, parse_numeral(match["main"]), parse_numeral(match["cents"] or "零")
        if whole is None or jiao is None or fen is None or jiao > 9 or fen > 9:
            continue
        if not (_is_sum(match["main"]) or match["jiao"] or match["fen"] or match["small"]):
            continue
        yield FoundAmount(
            start=match.start(),
            end=match.end(),
            raw=text[match.start() : match.end()],
            yuan=to_cents(Decimal(whole) + Decimal(jiao) / 10 + Decimal(fen) / 100),
            is_capitals=True,
            per=_per(match, folded),
        )


def _is_sum(written: str) -> bool:
    """Whether numerals can be a sum: 壹 or 五百, but not the 一 of 一元化."""
    return any(sign in "壹贰叁肆伍陆柒捌玖拾佰仟十百千万亿" for sign in written)


def _per(match: re.Match[str], folded: str) -> str:
    """What a price is asked for: behind the sum (元/样) or before it (每样…元, 单价…元)."""
    before = _EACH_BEFORE.search(folded[max(0, match.start() - 14) : match.start()])
    per = match["per"] or (before and (before["per"] or before["price"])) or ""
    return "年" if per == "年度" else per


def _find_percents(text: str, folded: str) -> Iterator[FoundPercent]:
    for match in _PERCENT.finditer(folded):
        figure = match["figure"]
        value = Decimal(figure) if figure else _written_percent(match["written"], match["point"])
        before, after = folded[max(0, match.start() - 5) : match.start()], folded[match.end() :][:3]
        if value is None or re.search(r"(?<![0-9%])-\Z", before):
            continue
        yield FoundPercent(
            start=match.start(),
            end=match.end(),
            raw=text[match.start() : match.end()],
            value=value,
            approximate=bool(_ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after)),
        )


def _written_percent(written: str, point: str | None) -> Decimal | None:
    """The value of 百分之九十五点五."""
    whole = (
        Decimal(written)
        if written[0] in "0123456789"
        else parse_numeral("一" + written if written == "百" else written)
    )
    behind = parse_digits(point) if point else 0
    if whole is None or behind is None:
        return None
    return Decimal(whole) + Decimal(behind).scaleb(-len(point or ""))


def _figure(written: str) -> Decimal:
    return Decimal(written.replace(",", "").replace(" ", ""))


def _factor(unit: str) -> Decimal:
    return UNITS[unit.rstrip("元圆块")]

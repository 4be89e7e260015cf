"""Dates, spans, terms, amounts, percentages and counts (domain.md 3.0 and appendix A.9)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numerals import fold, parse_numeral
from domain.values import (
    Quantity,
    excel_serial_day,
    find_amounts,
    find_days,
    find_percents,
    find_spans,
    find_years,
    is_blank_date,
    months_between,
    parse_amount_yuan,
    parse_capitals,
    parse_day,
    parse_percent,
    parse_quantity,
    parse_span,
    parse_term_length,
    term_end,
)

MARCH_5 = date(2024, 3, 5)
FORMAL = "零壹贰叁肆伍陆柒捌玖"
PLAIN = "〇一二三四五六七八九"

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2039, 12, 31))
cents = st.integers(1, 10**13)


def numeral(number: int, digits: str, units: str) -> str:
    """A whole number written out, as a cashier does."""
    if number >= 10**8:
        return joined(numeral(number // 10**8, digits, units) + "亿", number % 10**8, 10**7, digits, units)
    if number >= 10**4:
        return joined(numeral(number // 10**4, digits, units) + "万", number % 10**4, 10**3, digits, units)
    for power in (3, 2, 1):
        if number >= 10**power:
            head = digits[number // 10**power] + units[power - 1]
            return joined(head, number % 10**power, 10 ** (power - 1), digits, units)
    return digits[number]


def joined(head: str, rest: int, expected: int, digits: str, units: str) -> str:
    if rest == 0:
        return head
    return head + ("" if rest >= expected else "零") + numeral(rest, digits, units)


def written_capitals(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    text = numeral(yuan, FORMAL, "拾佰仟") + "元" if yuan else ""
    if rest == 0:
        return text + "整"
    jiao, left = divmod(rest, 10)
    text += FORMAL[jiao] + "角" if jiao else ("零" if yuan else "零角")
    return text + (FORMAL[left] + "分" if left else "整")


def chinese_day(day: date) -> str:
    small = [
        numeral(number, PLAIN, "十百千").removeprefix("一" if 10 <= number < 20 else "")
        for number in (day.month, day.day)
    ]
    return "".join(PLAIN[int(digit)] for digit in str(day.year)) + f"年{small[0]}月{small[1]}日"


def cheque_day(day: date) -> str:
    small = [("零" if number < 10 else "") + numeral(number, FORMAL, "拾佰仟") for number in (day.month, day.day)]
    return "".join(FORMAL[int(digit)] for digit in str(day.year)) + f"年{small[0]}月{small[1]}日"


DAY_FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y}．{day:%m}．{day:%d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    lambda day: " ".join(f"{day:%Y年%m月%d日}"),
    lambda day: f"{day.year}年{day.month}月{day.day}号",
    lambda day: f"{day.year}年{day.month}月{day.day}日".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    lambda day: f"{day:%b}. {day.day}, {day.year}",
    lambda day: f"{day.day} {day:%B} {day.year}",
    lambda day: f"{day.isoformat()} 00:00:00",
    chinese_day,
    cheque_day,
)


@given(days, st.sampled_from(DAY_FORMS))
def test_a_day_written_in_any_manner_is_read_back(day: date, write: Callable[[date], str]) -> None:
    text = write(day)
    assert parse_day(text) == day
    found = find_days(f"签订日期：{text}，")
    assert [(each.value, each.raw in text, each.valid) for each in found] == [(day, True, True)]


@pytest.mark.parametrize(
    "text",
    [
        "2024.3.5",
        "24.3.5",
        "24-3-5",
        "二○二四年三月五日",
        "二零二四年三月五日",
        "贰零贰肆年叁月零伍日",
        "2024年3月5",
        "2024年3月5曰",
        "Mar. 5, 2024",
        "日期：2024.3.5.",
        "2024-03-05T14:00:00",
        "1 2024年3月5日",
        "签到表_20240305_01",
        "2024年3月5日（2024年3月）",
    ],
)
def test_forms_of_one_day(text: str) -> None:
    assert parse_day(text) == MARCH_5


def test_twenty_and_thirty_have_signs_of_their_own() -> None:
    assert parse_day("二〇二四年十二月廿五日") == date(2024, 12, 25)
    assert parse_day("二〇二四年元月卅一日") == date(2024, 1, 31)
    assert parse_day("二〇二四年一二月二五日") == date(2024, 12, 25)


@pytest.mark.parametrize("text", ["2024年3月", "2024-03", "2024.03", "二〇二四年三月", "2024年3月 日", "2024年3月12家"])
def test_a_month_is_no_day(text: str) -> None:
    assert [(each.value, each.month) for each in find_days(text)] == [(None, "2024-03")]
    assert parse_day(text) is None


def test_a_day_without_its_year_takes_it_from_what_is_given_only() -> None:
    assert [each.month_day for each in find_days("3月5日")] == ["03-05"]
    assert parse_day("3月5日") is None
    assert parse_day("3月5日", year=2024) == MARCH_5
    assert find_days("今年3月5日")[0].month_day == "03-05"
    assert find_days("去年3月5日") == ()


@pytest.mark.parametrize(
    "text", ["2024年2月30日", "2023.2.29", "2024-04-31", "2024年13月5日", "2024年3月32日", "2024-13-05"]
)
def test_a_day_that_does_not_exist_is_found_and_invalid(text: str) -> None:
    assert [(each.value, each.month, each.valid) for each in find_days(text)] == [(None, None, False)]
    assert parse_day(text) is None


@pytest.mark.parametrize(
    "text",
    ["    年  月  日", "202 年 月 日", "____年__月__日", "年月日", "20××年×月×日", "2024年　　月　　日", "____-__-__"],
)
def test_a_placeholder_is_no_date(text: str) -> None:
    assert is_blank_date(text)
    assert find_days(text) == ()


@pytest.mark.parametrize("text", ["2024年3月5日", "2024年3月 日", "出生年月日", "", "年 月"])
def test_not_a_placeholder(text: str) -> None:
    assert not is_blank_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "HT20240305-01",
        "HT-2024-03-05",
        "12.3.1",
        "10.1.2.3",
        "2024.3",
        "2024.10元",
        "20240305143000",
        "202 年3月5日",
        "110101202403050012",
    ],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert find_days(text) == ()


def test_two_days_are_not_one() -> None:
    assert parse_day("2024年3月5日，2024年3月6日") is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024年3月5日至2024年3月8日", MARCH_5, date(2024, 3, 8)),
        ("2024.3.5-3.8", MARCH_5, date(2024, 3, 8)),
        ("2024/3/5-3/8", MARCH_5, date(2024, 3, 8)),
        ("2024.3.5-8", MARCH_5, date(2024, 3, 8)),
        ("2024年3月5日—6日", MARCH_5, date(2024, 3, 6)),
        ("2024年3月5-8日", MARCH_5, date(2024, 3, 8)),
        ("二〇二四年三月五日至八日", MARCH_5, date(2024, 3, 8)),
        ("20240305-20240308", MARCH_5, date(2024, 3, 8)),
        ("2024-03-05-2024-03-08", MARCH_5, date(2024, 3, 8)),
        ("2024年3月5日9:00-3月6日17:00", MARCH_5, date(2024, 3, 6)),
        ("2023-06-01~2025-05-31", date(2023, 6, 1), date(2025, 5, 31)),
        ("自2024年1月1日起至2024年12月31日止", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年1月-12月", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年1-12月", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024.1-12", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024.1-2024.12", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024.01-2024.12", date(2024, 1, 1), date(2024, 12, 31)),
        ("202401-202412", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年11月至2025年2月", date(2024, 11, 1), date(2025, 2, 28)),
        ("2024年12月28日至1月3日", date(2024, 12, 28), date(2025, 1, 3)),
        ("自2024年3月5日起一年", MARCH_5, date(2025, 3, 4)),
        ("自2024年1月1日起有效期三年", date(2024, 1, 1), date(2026, 12, 31)),
        ("自2024年1月1日起生效，有效期为壹（1）年", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_ranges(text: str, first: date, last: date) -> None:
    assert parse_span(text) == (first, last)


@pytest.mark.parametrize("text", ["3月5日—6日", "3月5-6日"])
def test_ranges_without_a_year_need_one(text: str) -> None:
    assert find_spans(text) == ()
    assert parse_span(text, year=2024) == (MARCH_5, date(2024, 3, 6))
    assert parse_span("1月-12月", year=2024) == (date(2024, 1, 1), date(2024, 12, 31))


def test_open_ranges() -> None:
    endless = find_spans("2019年3月5日至长期")[0]
    assert (endless.first, endless.last, endless.open_ended) == (date(2019, 3, 5), None, True)
    until = find_spans("有效期至2025年5月31日")[0]
    assert (until.first, until.last, until.open_ended) == (None, date(2025, 5, 31), False)
    since = find_spans("自2024年1月1日起")[0]
    assert (since.first, since.last, since.open_ended) == (date(2024, 1, 1), None, False)
    assert find_spans("截至2024年12月31日") == ()


def test_ranges_that_cannot_be() -> None:
    assert not find_spans("2024-03-05 至 2024-02-01")[0].valid
    broken = find_spans("2024年2月30日至2024年3月5日")[0]
    assert (broken.first, broken.last, broken.valid) == (None, MARCH_5, False)
    assert parse_span("2024年2月30日至2024年3月5日") is None


def test_hours_are_no_range_of_days() -> None:
    assert find_spans("2024年3月5日（星期二）9:00-11:30") == ()
    assert parse_span("2024年3月5日 14:00——16:00") == (MARCH_5, MARCH_5)


@given(days, st.integers(0, 700), st.sampled_from(["至", "-", "—", "~", "～", " 至 ", "到", "－－"]))
def test_a_range_is_read_back(first: date, length: int, sign: str) -> None:
    last = first + timedelta(days=length)
    assert parse_span(f"{first:%Y年%m月%d日}{sign}{last:%Y年%m月%d日}") == (first, last)
    assert parse_span(f"{first:%Y.%m.%d}{sign}{last:%Y.%m.%d}") == (first, last)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("一年", (1, 0)),
        ("叁年", (3, 0)),
        ("12个月", (0, 12)),
        ("三十六个月", (0, 36)),
        ("一年半", (1, 6)),
        ("半年", (0, 6)),
        ("壹（1）年", (1, 0)),
        ("二年零六个月", (2, 6)),
        ("3个季度", (0, 9)),
        ("本合同自双方签字盖章之日起生效，有效期壹年", (1, 0)),
        ("长期", None),
        ("2024年", None),
        ("24年3月", None),
        ("2024年度", None),
        ("第一年", None),
    ],
)
def test_lengths_of_terms(text: str, length: tuple[int, int] | None) -> None:
    assert parse_term_length(text) == length


def test_ends_of_terms() -> None:
    assert term_end(MARCH_5, years=1) == date(2025, 3, 4)
    assert term_end(date(2024, 1, 1), years=1) == date(2024, 12, 31)
    assert term_end(date(2024, 1, 31), months=1) == date(2024, 2, 29)
    assert term_end(date(2024, 2, 29), years=1) == date(2025, 2, 28)
    assert term_end(date(9999, 1, 1), years=99) == date.max


@given(days, st.integers(1, 30))
def test_a_term_of_years_is_one_of_twelve_times_the_months(start: date, years: int) -> None:
    assert term_end(start, years=years) == term_end(start, months=12 * years)


def test_serials_years_and_months() -> None:
    assert excel_serial_day(45356) == MARCH_5
    assert excel_serial_day(45356.75) == MARCH_5
    assert excel_serial_day(3) is None
    assert excel_serial_day(1e15) is None
    assert find_years("2024年度绩效评价，二〇二三年") == (2024, 2023)
    assert months_between("2024-11", "2025-02") == ("2024-11", "2024-12", "2025-01", "2025-02")
    assert months_between("2024-02", "2024-01") == ()


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67"),
        ("拾万元整", "100000"),
        ("叁仟零伍拾元整", "3050"),
        ("壹亿零伍拾万圆整", "100500000"),
        ("贰佰元零伍分", "200.05"),
        ("人民币伍仟圆正", "5000"),
        ("⊗壹佰零陆圆整", "106"),
        ("玖角", "0.9"),
        ("壹万零壹元", "10001"),
        ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", "123456.78"),
        ("壹 万 贰 仟 零 佰 零 拾 零 元 零 角 零 分", "12000"),
        ("贰萬圓整", "20000"),
        ("壹万贰仟", "12000"),
        ("弍万叄仟元", "23000"),
    ],
)
def test_capital_sums(text: str, yuan: str) -> None:
    assert parse_capitals(text) == Decimal(yuan)


@pytest.mark.parametrize("text", ["一元化", "二元", "万元", "一万二元", "壹万贰仟元，叁万元", "", "百元"])
def test_no_capital_sum(text: str) -> None:
    assert parse_capitals(text) is None


@given(cents)
def test_capital_sums_are_read_back(fen: int) -> None:
    assert parse_capitals(f"人民币{written_capitals(fen)}") == Decimal(fen) / 100


@given(st.integers(0, 10**12 - 1))
def test_numerals_are_read_back(number: int) -> None:
    assert parse_numeral(numeral(number, FORMAL, "拾佰仟")) == number
    assert parse_numeral(numeral(number, PLAIN, "十百千")) == number


@pytest.mark.parametrize(
    "text", ["一万二", "三千五", "百", "万", "一二百", "二五", "", "亿亿", "三百一千", "零零零万亿万"]
)
def test_numerals_that_can_be_read_in_two_ways_are_none(text: str) -> None:
    assert parse_numeral(text) is None


AMOUNT_FORMS: tuple[Callable[[Decimal], str], ...] = (
    lambda yuan: f"¥{yuan:,.2f}",
    lambda yuan: f"￥{yuan:.2f}元",
    lambda yuan: f"RMB {yuan:.2f}",
    lambda yuan: f"人民币{yuan:,.2f}元",
    lambda yuan: f"{yuan:,.2f}元",
    lambda yuan: f"{yuan / 10000:.6f}万元",
    lambda yuan: f"{yuan / 10000:.6f} 万",
    lambda yuan: f"{yuan:,.2f}".replace(",", "，"),
    lambda yuan: f"{yuan:.2f}",
    lambda yuan: f"{yuan:,.2f}元（大写：{written_capitals(int(yuan * 100))}）",
)


@given(cents, st.sampled_from(AMOUNT_FORMS))
def test_a_sum_written_in_any_manner_is_read_back(fen: int, write: Callable[[Decimal], str]) -> None:
    yuan = Decimal(fen) / 100
    assert parse_amount_yuan(write(yuan)) == yuan


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("0.8亿元", "80000000"),
        ("1 2 0 0 0", "12000"),
        ("12000/年", "12000"),
        ("12000元/年", "12000"),
        ("五万元", "50000"),
        ("3百万元", "3000000"),
        ("12元5角", "12.5"),
        ("-12,000.00", "-12000"),
        ("(12,000.00)", "-12000"),
        ("¥-300.00", "-300"),
        ("12000（含税）", "12000"),
        ("12000元/壹万贰仟元整", "12000"),
    ],
)
def test_sums(text: str, yuan: str) -> None:
    assert parse_amount_yuan(text) == Decimal(yuan)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "免费",
        "300元/样",
        "每样300元",
        "单价：300元",
        "300-500元",
        "100万用户",
        "12,000,00元",
        "50余万元",
        "2024-03-05",
        "人民币壹万贰仟元整（¥13000.00）",
        "300元，500元",
    ],
)
def test_no_sum(text: str) -> None:
    assert parse_amount_yuan(text) is None


def test_the_unit_of_a_table_is_that_of_bare_numbers_only() -> None:
    assert parse_amount_yuan("1.2", unit="万元") == 12000
    assert parse_amount_yuan("¥1.2", unit="万元") == 12000
    assert parse_amount_yuan("12000元", unit="万元") == 12000
    assert parse_amount_yuan("12", unit="千元") == 12000


def test_capitals_and_figures_of_a_text_are_both_found() -> None:
    figure, capitals = find_amounts("合同总价12,000.00元（大写：壹万贰仟元整），检测费300元/样")[:2]
    assert (figure.yuan, figure.is_capitals, figure.raw) == (Decimal(12000), False, "12,000.00元")
    assert (capitals.yuan, capitals.is_capitals, capitals.raw) == (Decimal(12000), True, "壹万贰仟元整")
    assert [amount.per for amount in find_amounts("检测费300元/样，每年12000元") if amount.is_rate] == ["样"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("95%", "95"),
        ("95.5 ％", "95.5"),
        ("百分之九十五", "95"),
        ("百分之九十五点五", "95.5"),
        ("百分之95", "95"),
        ("百分之百", "100"),
        ("占比为83.5%", "83.5"),
    ],
)
def test_percentages(text: str, value: str) -> None:
    assert parse_percent(text) == Decimal(value)


@pytest.mark.parametrize("text", ["120%", "80%-90%", "-5%", "95", "", "%"])
def test_no_percentage(text: str) -> None:
    assert parse_percent(text) is None


@pytest.mark.parametrize("text", ["约83.5%", "90%以上", "不低于90%", "90%左右"])
def test_rounded_percentages_are_said_to_be_so(text: str) -> None:
    assert find_percents(text)[0].approximate


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("30", Quantity(30)),
        ("30家", Quantity(30)),
        ("30.0", Quantity(30)),
        ("三十", Quantity(30)),
        ("1,200人次", Quantity(1200)),
        ("约30", Quantity(30, approximate=True)),
        ("30余家", Quantity(30, approximate=True)),
        ("50人以上", Quantity(50, approximate=True)),
        ("30.5", None),
        ("——", None),
        ("百余家", None),
        ("", None),
    ],
)
def test_counts(text: str, quantity: Quantity | None) -> None:
    assert parse_quantity(text) == quantity


@given(st.text("0123456789年月日至-~./ :一二十廿万元角分整¥%约余（）()起自长期\u3000\u200b", max_size=60))
def test_hostile_text_stops_nothing_and_places_are_true(text: str) -> None:
    assert len(fold(text)) == len(text)
    places = [(day.start, day.end, day.raw) for day in find_days(text, 2024)]
    places += [(span.start, span.end, span.raw) for span in find_spans(text, 2024)]
    places += [(amount.start, amount.end, amount.raw) for amount in find_amounts(text)]
    places += [(percent.start, percent.end, percent.raw) for percent in find_percents(text)]
    assert all(text[start:end] == raw and raw for start, end, raw in places)
    parse_day(text)
    parse_span(text, year=2024)
    parse_term_length(text)
    parse_amount_yuan(text)
    parse_quantity(text)


@pytest.mark.parametrize(
    "sign", [" ", "1", "1 ", "一", "一 ", "年 ", "_", "-", "2024年", "1,111", "万", "a.-", "3月", "1至", "¥ "]
)
def test_long_runs_take_no_long_time(sign: str) -> None:
    text = sign * 20000
    for read in (find_days, find_spans, find_amounts, find_percents, parse_term_length, is_blank_date, parse_quantity):
        read(text)

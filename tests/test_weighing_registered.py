"""Registered enterprises: each once, in the region, by the year's end, behind one screenshot of the back end."""

import time
from collections.abc import Sequence
from datetime import date
from random import Random

import pytest

from domain.claims import Claim, ListName
from domain.documents import CellValue, Kind
from domain.findings import Reason, Status
from domain.records import Record
from fixtures.forge.people import BRAND_FIRST, BRAND_SECOND, TRADES
from tests.papers import claim, record, uscc
from validators.weighing.registered import find_total, needed, weigh_registered
from validators.weighing.scale import Scale

REGIONS = ("北京", "天津", "河北")
RULE = "score-8.1.1"


def row(number: int, name: str, **cells: CellValue) -> Claim:
    return claim(ListName.REGISTERED, number, name, {"enterprise": name, **cells})


def screen(count: int, label: str = "注册企业总数", sure: float = 1.0) -> Record:
    counts = [{"label": label, "count": count}, {"label": "今日新增企业", "count": 10**6}]
    return record(Kind.SYSTEM_SCREENSHOT, counts=counts, sure=sure)


def weighed(rows: Sequence[Claim], *screens: Record) -> list[Scale]:
    return weigh_registered(rows, screens, REGIONS, date(2024, 12, 31), RULE)


def one(claimed: Claim, *others: Claim) -> Scale:
    return weighed([claimed, *others], screen(1000))[0]


def rows_of(count: int) -> list[Claim]:
    brands = [first + second + third for first in BRAND_FIRST for second in BRAND_SECOND[:9] for third in "数研通"]
    return [row(place + 2, f"北京{brand}软件有限公司") for place, brand in enumerate(brands[:count])]


@pytest.mark.parametrize(("shown", "status"), [(100, Status.VERIFIED), (101, Status.VERIFIED), (99, Status.OPEN)])
def test_the_total_of_the_back_end_must_cover_the_list(shown: int, status: Status) -> None:
    paper = screen(shown)
    scales = weighed(rows_of(100), paper)
    sure = [scale for scale in scales if Reason.POSSIBLE_DUPLICATE not in scale.reasons]
    assert len(sure) > 50
    assert {scale.status for scale in sure} == {status}
    assert {scale.reasons for scale in sure} == {() if status is Status.VERIFIED else (Reason.TOTAL_MISMATCH,)}
    assert all(paper.path in {source.path for source in scale.sources} for scale in sure)
    assert all(scale.claim.source in scale.sources for scale in sure)
    assert all(not scale.findings for scale in sure)


def test_rows_without_a_screenshot_stay_open() -> None:
    assert {scale.reasons for scale in weighed([row(2, "北京砚溪软件有限公司")])} == {(Reason.NO_EVIDENCE,)}


@pytest.mark.parametrize(
    "label",
    [
        *("注册用户总数", "今日新增企业", "待审核企业", "服务过企业", "专精特新企业", "累计服务企业"),
        *("合作企业数", "企业服务商", "企业信息条数", "供应企业"),
    ],
)
def test_another_count_proves_nothing(label: str) -> None:
    assert find_total([record(Kind.SYSTEM_SCREENSHOT, counts=[{"label": label, "count": 10**6}])]) is None


def test_a_count_that_was_read_badly_proves_nothing() -> None:
    assert find_total([screen(1000, sure=0.7)]) is None
    total = find_total([screen(900), screen(1000, "企业用户数")])
    assert total is not None
    assert (total.count, total.label) == (1000, "企业用户数")


def test_several_screens_are_not_added_up() -> None:
    scales = weighed(rows_of(100), screen(60), screen(60))
    assert {scale.status for scale in scales} == {Status.OPEN}


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2024-12-31", Status.VERIFIED),
        ("2024-12", Status.VERIFIED),
        ("2025-01-01", Status.EXCLUDED),
        ("2025-01", Status.EXCLUDED),
        ("2019-05-06", Status.VERIFIED),
        (None, Status.OPEN),
    ],
)
def test_the_day_of_registration(day: str | None, status: Status) -> None:
    other = row(3, "天津禾川机器人有限公司", registered_on="2024-03-01")
    scale = one(row(2, "北京砚溪软件有限公司", registered_on=day), other)
    assert scale.status is status
    assert set(scale.reasons) <= {Reason.DATE_OUT_OF_PERIOD, Reason.VALUE_INVALID}


def test_a_list_without_days_counts_as_it_is() -> None:
    assert one(row(2, "北京砚溪软件有限公司", registered_on=None)).status is Status.VERIFIED


@pytest.mark.parametrize(
    ("name", "cells", "status", "reason"),
    [
        ("北京砚溪软件有限公司", {"province": "北京市海淀区"}, Status.VERIFIED, None),
        ("砚溪软件有限公司", {"province": "河北"}, Status.VERIFIED, None),
        ("砚溪软件有限公司", {"province": "上海"}, Status.EXCLUDED, Reason.OUTSIDE_REGION),
        ("上海砚溪软件有限公司", {}, Status.EXCLUDED, Reason.OUTSIDE_REGION),
        ("上海砚溪软件有限公司", {"province": "北京"}, Status.OPEN, Reason.REGION_CONFLICT),
        ("砚溪软件有限公司", {}, Status.OPEN, Reason.VALUE_INVALID),
        ("砚溪软件有限公司", {"uscc": uscc(1, "110105")}, Status.VERIFIED, None),
        ("砚溪软件有限公司", {"uscc": uscc(1, "310104")}, Status.EXCLUDED, Reason.OUTSIDE_REGION),
        ("北京砚溪软件有限公司", {"uscc": uscc(1, "310104")}, Status.OPEN, Reason.REGION_CONFLICT),
        ("北京砚溪行业协会", {}, Status.EXCLUDED, Reason.NOT_AN_ENTERPRISE),
        ("砚溪科技", {"province": "北京"}, Status.OPEN, Reason.NOT_AN_ENTERPRISE),
    ],
)
def test_where_and_what(name: str, cells: dict[str, CellValue], status: Status, reason: Reason | None) -> None:
    scale = one(row(2, name, **cells))
    assert (scale.status, scale.reasons) == (status, (reason,) if reason else ())


def test_one_enterprise_counts_once() -> None:
    names = (
        "北京砚溪软件有限公司",
        "北京市砚溪软件有限责任公司",
        "北京砚溪软件有限公司海淀分公司",
        "北京砚溪软件股份有限公司",
    )
    scales = weighed([row(place, name) for place, name in enumerate(names, 2)], screen(1000))
    assert [scale.status for scale in scales] == [Status.VERIFIED, Status.EXCLUDED, Status.EXCLUDED, Status.OPEN]
    assert [scale.reasons for scale in scales[1:]] == [
        (Reason.DUPLICATE_ENTERPRISE,),
        (Reason.DUPLICATE_ENTERPRISE,),
        (Reason.POSSIBLE_DUPLICATE,),
    ]


def test_codes_tell_namesakes_and_former_names() -> None:
    same = {"uscc": uscc("one")}
    rows = [row(2, "北京砚溪软件有限公司", **same), row(3, "北京澜川机电有限公司", **same)]
    assert [scale.status for scale in weighed(rows, screen(9))] == [Status.VERIFIED, Status.EXCLUDED]


def test_what_the_back_end_must_show_leaves_out_repeats_and_later_registrations() -> None:
    rows = [
        row(2, "北京砚溪软件有限公司", registered_on="2024-01-05"),
        row(3, "北京砚溪软件有限公司", registered_on="2024-01-05"),
        row(4, "天津禾川机器人有限公司", registered_on="2025-01-05"),
        row(5, "上海岫谷科技有限公司", registered_on="2024-01-05"),
    ]
    assert needed(weighed(rows, screen(1))) == 2
    assert weighed(rows, screen(2))[0].status is Status.VERIFIED
    assert weighed(rows, screen(1))[0].status is Status.OPEN


def test_long_lists_are_weighed_in_time_that_grows_with_their_length() -> None:
    chance = Random(5)  # noqa: S311 - forged names need a seed
    letters = BRAND_FIRST + BRAND_SECOND

    def seconds(count: int) -> float:
        names = (
            "北京" + "".join(chance.choices(letters, k=4)) + chance.choice(TRADES) + "有限公司" for _ in range(count)
        )
        rows = [row(place, name) for place, name in enumerate(names, 2)]
        started = time.process_time()
        scales = weighed(rows, screen(10**6))
        assert sum(scale.status is Status.VERIFIED for scale in scales) > count * 0.9
        return time.process_time() - started

    seconds(200)
    assert seconds(6000) < 25 * max(seconds(600), 0.05)

"""Spot checks: sizes and bounds equal published tables; draws are reproducible, complete and weighted as promised."""

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.findings import Status
from tests.small import chayan, write_small
from validators.sampling import Item, Plan, PlanName, attribute_size, draw, stringer_bound, upper_bound

TOLERABLE = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20)
AICPA: dict[float, str] = {
    0.00: "149 99 74 59 49 42 36 32 29 19 14",
    0.25: "236 157 117 93 78 66 58 51 46 30 22",
    0.50: "- 157 117 93 78 66 58 51 46 30 22",
    0.75: "- 208 117 93 78 66 58 51 46 30 22",
    1.00: "- - 156 93 78 66 58 51 46 30 22",
    1.25: "- - 156 124 78 66 58 51 46 30 22",
    1.50: "- - 192 124 103 66 58 51 46 30 22",
    1.75: "- - 227 153 103 88 77 51 46 30 22",
    2.00: "- - - 181 127 88 77 68 46 30 22",
    2.25: "- - - 208 127 88 77 68 61 30 22",
    2.50: "- - - - 150 109 77 68 61 30 22",
    3.00: "- - - - 195 129 95 84 61 30 22",
}
"""AICPA, Audit Sampling, table A-1: sizes for tests of controls at 5 % risk, by expected and tolerable rate in %."""


@pytest.mark.parametrize("expected", AICPA)
def test_sizes_are_those_of_the_published_table(expected: float) -> None:
    for tolerable, size in zip(TOLERABLE, AICPA[expected].split(), strict=True):
        if size != "-":
            assert attribute_size(0.95, tolerable / 100, expected / 100) == int(size), tolerable


@pytest.mark.parametrize(("confidence", "tolerable", "size"), [(0.95, 0.05, 59), (0.95, 0.10, 29), (0.90, 0.10, 22)])
def test_sizes_of_the_study(confidence: float, tolerable: float, size: int) -> None:
    assert attribute_size(confidence, tolerable) == size


@pytest.mark.parametrize(("population", "size"), [(20, 19), (100, 45), (1000, 57), (100_000, 59)])
def test_a_small_population_needs_less(population: int, size: int) -> None:
    assert attribute_size(0.95, 0.05, population=population) == size


@pytest.mark.parametrize(("confidence", "tolerable", "expected"), [(1, 0.05, 0), (0.95, 0, 0), (0.95, 0.05, 0.05)])
def test_rates_between_which_nothing_can_be_told(confidence: float, tolerable: float, expected: float) -> None:
    with pytest.raises(UsageError):
        attribute_size(confidence, tolerable, expected)


@pytest.mark.parametrize(
    ("size", "errors", "bound"), [(60, 0, 0.0487), (100, 2, 0.0616), (59, 0, 0.0495), (93, 1, 0.0500), (10, 10, 1.0)]
)
def test_upper_bounds(size: int, errors: int, bound: float) -> None:
    assert upper_bound(size, errors, 0.95) == pytest.approx(bound, abs=5e-5)


def test_the_bound_over_taints_lies_between_none_and_whole_errors() -> None:
    assert stringer_bound(60, [], 0.95) == pytest.approx(upper_bound(60, 0, 0.95))
    assert stringer_bound(60, [1.0, 1.0], 0.95) == pytest.approx(upper_bound(60, 2, 0.95))
    half = upper_bound(60, 1, 0.95) + 0.5 * (upper_bound(60, 2, 0.95) - upper_bound(60, 1, 0.95))
    assert stringer_bound(60, [0.5, 1.0], 0.95) == pytest.approx(half)


def item(number: int, *, applicant: str = "甲", listed: str = "orders", amount: float | None = None) -> Item:
    wan = None if amount is None else Decimal(str(amount))
    return Item(
        applicant=applicant, list=listed, row=number, name=f"企业{number}", status=Status.VERIFIED, amount_wan=wan
    )


def rows(items: Sequence[Item], plan: PlanName, size: int, seed: int = 1) -> list[int | None]:
    return [one.item.row for one in draw(items, Plan(name=plan, seed=seed, size=size)).drawn]


@given(st.sampled_from(PlanName), st.integers(0, 60), st.integers(1, 30), st.integers(0, 99), st.randoms())
def test_a_draw_depends_on_nothing_but_plan_seed_and_population(
    plan: PlanName, number: int, size: int, seed: int, shuffled: object
) -> None:
    items = [item(row, amount=1 + row % 7) for row in range(number)]
    other = list(items)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    first = draw(items, Plan(name=plan, seed=seed, size=size))
    assert first == draw(other, Plan(name=plan, seed=seed, size=size))
    keys = [one.item.key for one in first.drawn]
    assert len(set(keys)) == len(keys)
    assert len(keys) == (0 if plan is PlanName.UNCOVERED else min(size, number))


def test_every_item_is_drawn_as_often_as_any_other() -> None:
    items = [item(row) for row in range(10)]
    seen = Counter(row for seed in range(600) for row in rows(items, PlanName.RANDOM, 3, seed))
    assert min(seen.values()) > 140
    assert max(seen.values()) < 220


def test_only_what_is_counted_is_drawn() -> None:
    counted = item(1)
    others = [Item(applicant="甲", list="served", row=9, name="x", status=status) for status in Status]
    drawn = draw([counted, *others], Plan(name=PlanName.RANDOM, seed=1, size=99)).drawn
    assert {one.item.status for one in drawn} == {Status.VERIFIED, Status.COVERED}
    uncovered = draw([counted, *others], Plan(name=PlanName.UNCOVERED, seed=1, size=99)).drawn
    assert [(one.item.list, one.item.status) for one in uncovered] == [("served", Status.COVERED)]


def test_strata_are_drawn_in_proportion() -> None:
    items = [item(row, listed="staff") for row in range(60)] + [item(row, listed="served") for row in range(30)]
    drawn = draw(items, Plan(name=PlanName.STRATIFIED, seed=5, size=10)).drawn
    assert Counter(one.stratum for one in drawn) == {"甲/staff": 7, "甲/served": 3}


def test_large_amounts_are_drawn_surely_and_others_by_their_amount() -> None:
    items = [item(0, amount=500), *(item(row, amount=1 if row < 50 else 9) for row in range(1, 100)), item(200)]
    drawn = [rows(items, PlanName.MONETARY, 11, seed) for seed in range(200)]
    assert all(0 in sample and 200 not in sample and len(sample) == 11 for sample in drawn)
    small = sum(row is not None and 0 < row < 50 for sample in drawn for row in sample)
    large = sum(row is not None and row >= 50 for sample in drawn for row in sample)
    assert large > 6 * small


def test_two_levels_draw_from_few_applicants() -> None:
    items = [item(row, applicant=f"单位{place}") for place in range(20) for row in range(10)]
    drawn = draw(items, Plan(name=PlanName.TWO_LEVEL, seed=3, size=9)).drawn
    assert Counter(Counter(one.item.applicant for one in drawn).values()) == {3: 3}


def test_risky_items_are_drawn_more_often() -> None:
    calm = [item(row) for row in range(50)]
    risky = Item(applicant="甲", list="orders", row=99, name="险", status=Status.VERIFIED, reasons=9)
    hits = sum(99 in rows([*calm, risky], PlanName.RISK, 5, seed) for seed in range(200))
    assert hits > 80


@pytest.mark.slow
def test_the_command_draws_from_results(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    assert chayan("verify", *write_small(tmp_path / "small"), "--out", out, "-q", home=home).returncode == 1
    first = chayan("sample", out, "--seed", "7", "--size", "3", home=home)
    assert first.returncode == 0, first.stderr
    assert first.stdout == chayan("sample", *out.glob("*/report.json"), "--seed", "7", "--size", "3", home=home).stdout
    assert first.stdout.splitlines()[0].split("\t")[:4] == ["applicant", "list", "row", "name"]
    assert "seed=7" in first.stderr
    assert "population_sha256=" in first.stderr
    data = json.loads(chayan("sample", out, "--seed", "7", "--plan", "attribute", "--json", home=home).stdout)
    assert data["size"] == min(data["population"], 59) == len(data["items"])
    paper = tmp_path / "底稿.xlsx"
    assert chayan("sample", out, "--seed", "7", "--out", paper, home=home).returncode == 0
    assert openpyxl.load_workbook(paper).sheetnames == ["抽查工作底稿", "抽样说明"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere",), "无法读取“nowhere”"),
        (("empty",), "没有核查结果"),
        (("text.txt",), "不是核查结果"),
        (("text.txt", "--plan", "guess"), "可用：random"),
    ],
)
def test_wrong_usage_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("{}", encoding="utf-8")
    paths = [str(tmp_path / arguments[0]) if arguments[0] != "nowhere" else arguments[0], *arguments[1:]]
    run = chayan("sample", *paths, home=tmp_path / "home")
    assert (run.returncode, run.stdout) == (2, "")
    assert words in run.stderr

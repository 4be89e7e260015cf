"""Verdicts: met, not met, open, missing; thresholds at their edges."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import programmes
from domain.findings import Status
from domain.programme import Count, Options, Rule, Verdict
from domain.report import Judgement
from flows.verify import Request, options_of
from tests.papers import survey_row
from validators.assess import judge, running_means, threshold_of

PROGRAMME = programmes.load(programmes.DEFAULT)
OPTIONS = options_of(Request(archives=()), PROGRAMME)
GATE_4, GATE_10, GATE_11, SURVEYS = (PROGRAMME.rule(key) for key in ("gate-4", "gate-10", "gate-11", "gate-11-surveys"))


def verdict(rule: Rule, count: Count, options: Options = OPTIONS) -> Verdict | None:
    return judge(rule, count, threshold_of(rule, options, {}))


@pytest.mark.parametrize(
    ("verified", "covered", "opened", "expected"),
    [
        (100, 0, 0, Verdict.MET),
        (99, 1, 0, Verdict.MET),
        (99, 0, 1, Verdict.OPEN),
        (99, 0, 0, Verdict.NOT_MET),
        (0, 0, 100, Verdict.OPEN),
        (0, 0, 99, Verdict.NOT_MET),
        (60, 39, 0, Verdict.NOT_MET),
        (300, 0, 50, Verdict.MET),
    ],
)
def test_a_threshold_holds_whatever_becomes_of_the_open_rows_or_it_is_open(
    verified: int, covered: int, opened: int, expected: Verdict
) -> None:
    assert verdict(GATE_4, Count(verified=verified, covered=covered, open=opened)) is expected


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_more_proof_never_makes_a_verdict_worse(verified: int, covered: int, opened: int) -> None:
    order = [Verdict.NOT_MET, Verdict.OPEN, Verdict.MET]
    before = verdict(GATE_4, Count(verified=verified, covered=covered, open=opened + 1))
    after = verdict(GATE_4, Count(verified=verified + 1, covered=covered, open=opened))
    assert before is not None
    assert after is not None
    assert order.index(after) >= order.index(before)


def test_the_bar_is_lower_where_a_person_has_set_the_circumstance() -> None:
    relaxed = options_of(Request(archives=(), circumstances=frozenset({"advanced_industry_production"})), PROGRAMME)
    assert verdict(GATE_4, Count(verified=50), relaxed) is Verdict.MET
    assert verdict(GATE_4, Count(verified=49), relaxed) is Verdict.NOT_MET


def test_more_than_does_not_take_the_bar_itself() -> None:
    assert verdict(GATE_10, Count(value=Decimal(0))) is Verdict.NOT_MET
    assert verdict(GATE_10, Count(value=Decimal("0.1"))) is Verdict.MET


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("gate-2", "299.999999", Verdict.NOT_MET),
        ("gate-2", "300", Verdict.MET),
        ("gate-9", "49.99", Verdict.NOT_MET),
        ("gate-9", "50", Verdict.MET),
        ("gate-9", "50.01", Verdict.MET),
    ],
)
def test_a_rule_that_measures_is_judged_by_its_value(rule: str, value: str, expected: Verdict) -> None:
    assert verdict(PROGRAMME.rule(rule), Count(value=Decimal(value), verified=1)) is expected
    assert verdict(PROGRAMME.rule(rule), Count(value=Decimal(value), open=1, certain=False)) is Verdict.OPEN
    assert verdict(PROGRAMME.rule(rule), Count(verified=1)) is Verdict.OPEN


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count(handed_in=False), Verdict.MISSING),
        (Count(certain=False), Verdict.OPEN),
        (Count(certain=False, verified=500), Verdict.OPEN),
    ],
)
def test_nothing_handed_in_is_missing_and_what_is_not_certain_open(count: Count, expected: Verdict) -> None:
    assert verdict(GATE_4, count) is expected


def test_a_rule_without_a_bar_has_no_verdict() -> None:
    assert verdict(PROGRAMME.rule("score-6"), Count(verified=500)) is None


# --- Questionnaires ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "needed"),
    [(1, 1), (50, 20), (99, 40), (100, 40), (101, 41), (249, 100), (250, 100), (251, 100), (900, 100)],
)
def test_forty_percent_of_the_enterprises_served_at_most_a_hundred(listed: int, needed: int) -> None:
    counts = {"gate-4": Count(listed=listed)}
    assert threshold_of(SURVEYS, OPTIONS, counts) == needed
    assert judge(SURVEYS, Count(verified=needed), Decimal(needed)) is Verdict.MET
    assert judge(SURVEYS, Count(verified=needed - 1), Decimal(needed)) is Verdict.NOT_MET


@pytest.mark.parametrize("base", [Count(handed_in=False), Count(certain=False), Count(listed=0)])
def test_a_share_of_a_list_that_is_not_there_is_no_bar_that_is_met(base: Count) -> None:
    threshold = threshold_of(SURVEYS, OPTIONS, {"gate-4": base})
    assert threshold is None
    assert judge(SURVEYS, Count(verified=40), threshold) is Verdict.OPEN
    assert judge(SURVEYS, Count(handed_in=False), threshold) is Verdict.MISSING


# --- Mean -------------------------------------------------------------------------------------------------------------


def rows(*scores: tuple[float, Status]) -> list[Judgement]:
    return [
        Judgement(survey_row(place, "甲", score), status, (), ()) for place, (score, status) in enumerate(scores, 2)
    ]


def mean_verdict(judgements: Sequence[Judgement]) -> Verdict | None:
    values = [Decimal(str(row.claim.cells["satisfaction"])) for row in judgements if row.status is not Status.EXCLUDED]
    value = sum(values, Decimal(0)) / len(values) if values else None
    return judge(GATE_11, Count(value=value), threshold_of(GATE_11, OPTIONS, {}), judgements)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([(90, Status.VERIFIED)], Verdict.MET),
        ([(89.9, Status.VERIFIED)], Verdict.NOT_MET),
        ([(89, Status.VERIFIED), (90.9, Status.VERIFIED)], Verdict.NOT_MET),  # 89.95, printed as 90
        ([(89, Status.VERIFIED), (91, Status.VERIFIED)], Verdict.MET),
        ([(89, Status.VERIFIED), (100, Status.OPEN)], Verdict.OPEN),
        ([(95, Status.VERIFIED), (60, Status.OPEN)], Verdict.OPEN),
        ([(95, Status.VERIFIED), (94, Status.OPEN)], Verdict.MET),
        ([(80, Status.VERIFIED), (85, Status.OPEN)], Verdict.NOT_MET),
        ([(60, Status.EXCLUDED), (95, Status.VERIFIED)], Verdict.MET),
        ([(100, Status.OPEN), (60, Status.OPEN)], Verdict.OPEN),
    ],
)
def test_a_mean_holds_whichever_open_rows_fall(scores: list[tuple[float, Status]], expected: Verdict) -> None:
    assert mean_verdict(rows(*scores)) is expected


def test_a_mean_of_nothing_is_open() -> None:
    assert judge(GATE_11, Count(value=None), Decimal(90)) is Verdict.OPEN


@given(
    st.lists(st.integers(0, 100), max_size=5).map(lambda values: [Decimal(value) for value in values]),
    st.lists(st.integers(0, 100), max_size=7).map(lambda values: [Decimal(value) for value in values]),
)
def test_the_extreme_means_are_among_the_running_ones(sure: list[Decimal], doubtful: list[Decimal]) -> None:
    every = []
    for chosen in range(1 << len(doubtful)):
        values = [*sure, *(value for place, value in enumerate(doubtful) if chosen >> place & 1)]
        every += [sum(values, Decimal(0)) / len(values)] if values else []
    if every:
        assert min(running_means(sure, sorted(doubtful))) == min(every)
        assert max(running_means(sure, sorted(doubtful, reverse=True))) == max(every)

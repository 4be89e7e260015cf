"""Counts: listed = verified + open + covered + excluded − duplicates, and what each metric counts."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import programmes
from domain.claims import DeclaredList, ListName
from domain.documents import Source
from domain.findings import Reason, Status
from domain.programme import Count
from domain.records import Record
from domain.report import JudgedList, Judgement
from flows.verify import Request, options_of
from tests.papers import OWN, declared, served_row, submission, survey, survey_row
from validators.bench import Bench, Weighed
from validators.counting import COUNTERS, mean, measure
from validators.holds import Holds
from validators.measured import tally, yes_or_no
from validators.packaging import check_packaging
from validators.pairing import Pool
from validators.weighing.papers import PaperDesk

PROGRAMME = programmes.load(programmes.DEFAULT)
DUPLICATE = (Reason.DUPLICATE_ENTERPRISE,)


def judged(name: ListName, outcomes: Sequence[tuple[Status, tuple[Reason, ...]]]) -> JudgedList:
    rows = [served_row(place, f"企业{place}") for place in range(2, len(outcomes) + 2)]
    judgements = tuple(Judgement(row, *outcome, ()) for row, outcome in zip(rows, outcomes, strict=True))
    return JudgedList(declared(name, rows), judgements)


def counted(
    rule: str,
    *records: Record,
    lists: dict[str, JudgedList] | None = None,
    scanned: tuple[tuple[ListName, Source], ...] = (),
) -> Count:
    handed_in = submission(records, scanned_lists=scanned)
    options = options_of(Request(archives=()), PROGRAMME)
    bench = Bench({}, PROGRAMME, options, PaperDesk(Pool(handed_in, ()), options.year), handed_in)
    packaging = check_packaging(handed_in, PROGRAMME)
    return measure(
        PROGRAMME.rule(rule), Weighed(bench=bench, lists=lists or {}, activities=(), packaging=packaging)
    ).count


OUTCOMES = st.sampled_from(
    [
        (Status.VERIFIED, ()),
        (Status.OPEN, (Reason.NO_EVIDENCE,)),
        (Status.COVERED, ()),
        (Status.EXCLUDED, (Reason.OUTSIDE_REGION,)),
        (Status.EXCLUDED, DUPLICATE),
    ]
)


@given(st.lists(OUTCOMES, max_size=40))
def test_the_numbers_add_up(outcomes: list[tuple[Status, tuple[Reason, ...]]]) -> None:
    numbers = tally(judged(ListName.SERVED, outcomes).judgements)
    rest = numbers.verified + numbers.open + numbers.covered + numbers.excluded
    assert numbers.listed == rest - numbers.duplicates
    assert rest == len(outcomes)


def test_a_possible_duplicate_is_listed() -> None:
    outcomes = [(Status.VERIFIED, ()), (Status.OPEN, (Reason.POSSIBLE_DUPLICATE,)), (Status.EXCLUDED, DUPLICATE)]
    numbers = tally(judged(ListName.SERVED, outcomes).judgements)
    assert (numbers.listed, numbers.duplicates) == (2, 1)


@pytest.mark.parametrize("rule", ["gate-4", "score-6"])
def test_rules_of_one_metric_count_the_same(rule: str) -> None:
    lists = {"served": judged(ListName.SERVED, [(Status.VERIFIED, ()), (Status.OPEN, (Reason.NO_EVIDENCE,))])}
    numbers = counted(rule, lists=lists)
    assert (numbers.verified, numbers.open, numbers.certain) == (1, 1, True)


def test_without_list_and_papers_nothing_was_handed_in() -> None:
    assert not counted("gate-4").handed_in
    assert not counted("gate-11").handed_in


@pytest.mark.parametrize("rule", ["gate-11", "gate-11-surveys"])
def test_papers_without_a_list_leave_the_count_uncertain(rule: str) -> None:
    numbers = counted(rule, survey(OWN))
    assert (numbers.handed_in, numbers.certain) == (True, False)


def test_a_scanned_list_leaves_the_count_uncertain() -> None:
    numbers = counted("gate-5", scanned=((ListName.PARTNERS, Source(path="附表7.pdf", sha256="7")),))
    assert (numbers.handed_in, numbers.certain) == (True, False)


def satisfaction(*scores: tuple[object, Status]) -> Decimal | None:
    rows = [survey_row(place, f"企业{place}", score) for place, (score, _) in enumerate(scores, 2)]  # type: ignore[arg-type]
    judgements = tuple(Judgement(row, status, (), ()) for row, (_, status) in zip(rows, scores, strict=True))
    listed: DeclaredList = declared(ListName.SURVEYS, rows)
    return counted("gate-11", lists={"surveys": JudgedList(listed, judgements)}).value


def test_the_mean_is_over_rows_not_excluded_with_a_percentage() -> None:
    verified, opened, excluded = Status.VERIFIED, Status.OPEN, Status.EXCLUDED
    assert satisfaction((90, verified), (95, opened), (0, excluded)) == Decimal("92.5")
    assert satisfaction((90, verified), (105, opened), (None, opened), ("好", opened)) == 90
    assert satisfaction((0, verified), (100, verified)) == 50
    assert satisfaction((105, opened)) is None


def test_a_mean_has_four_places() -> None:
    assert mean([Decimal(90), Decimal(90), Decimal(91)]) == Decimal("90.3333")
    assert mean([]) is None


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        (Holds.YES, Count(listed=1, verified=1)),
        (Holds.NO, Count(listed=1, excluded=1)),
        (Holds.DOUBTFUL, Count(listed=1, open=1)),
        (Holds.NOTHING, Count(handed_in=False)),
    ],
)
def test_yes_rules_count_one_or_nothing(holds: Holds, expected: Count) -> None:
    assert repr(yes_or_no(holds)) == repr(expected)  # numbers, no booleans, which would be equal


def test_every_rule_of_the_programme_has_numbers() -> None:
    for rule in PROGRAMME.rules:
        assert counted(rule.id).listed in (0, 1)
    assert {rule.metric for rule in PROGRAMME.rules} & set(COUNTERS)

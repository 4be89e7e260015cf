"""Forged submissions: the same bytes every time, lists that can be read, and a truth that adds up."""

import io
import itertools
import json
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from domain.claims import ListName
from domain.findings import Reason, Status
from domain.programme import Verdict
from fixtures.forge.build import Submission, lay_out_lists, row_truths
from fixtures.forge.cases import CASES, STYLES, forge, plan, play, write_submission
from fixtures.forge.draft import Draft, LayoutChoice, choose_layout
from fixtures.forge.expected import rule_truths
from fixtures.forge.facts import ContractFacts
from fixtures.forge.lists import TEMPLATES, Grid, ListRow, SheetStyle, lay_out, write_workbook
from fixtures.forge.package import Index, Member, NameStyle, Packaging, zip_members
from fixtures.forge.papers import LAYOUTS
from fixtures.forge.scenarios import activities, enterprises, files, invoices, orders, partners, staff, surveys
from fixtures.forge.truth import RowTruth, RuleTruth, dump_truth, judge_count, mean_of, surveys_needed

SAMPLE = Path(__file__).parent.parent / "fixtures" / "submissions" / "sample"
MODULES = (orders, enterprises, activities, partners, staff, surveys, invoices)
DECOYS = tuple(scenario for module in MODULES for scenario in module.DECOYS)
DEFECTS = tuple(scenario for module in (*MODULES, files) for scenario in module.DEFECTS)
PLANTED = frozenset(
    {
        Reason.INVOICE_MISSING, Reason.CONTRACT_MISSING, Reason.NO_EVIDENCE, Reason.DUPLICATE_ENTERPRISE,
        Reason.POSSIBLE_DUPLICATE, Reason.OUTSIDE_REGION, Reason.REGION_CONFLICT, Reason.LARGE_ENTERPRISE,
        Reason.NOT_AN_ENTERPRISE, Reason.DATE_OUT_OF_PERIOD, Reason.AMOUNT_MISMATCH, Reason.NUMBER_MISMATCH,
        Reason.PARTY_MISMATCH, Reason.POSSIBLE_PARTY, Reason.INVOICE_VOID, Reason.INVOICE_REUSED,
        Reason.INVOICE_ARITHMETIC, Reason.DATE_MISSING, Reason.DUPLICATE_ORDER, Reason.VALUE_INVALID,
        Reason.GENERIC_SERVICE, Reason.SEAL_MISSING, Reason.CODE_INVALID, Reason.NOTICE_MISSING,
        Reason.SIGN_IN_MISSING, Reason.SUPPORTING_ITEM_MISSING, Reason.SCREENSHOT_MISSING, Reason.ACTIVITY_MISMATCH,
        Reason.ATTENDANCE_MISMATCH, Reason.IMAGE_REUSED, Reason.TERM_OUTSIDE_PERIOD, Reason.TERM_UNKNOWN,
        Reason.AGREEMENT_MISSING, Reason.NOT_THIRD_PARTY, Reason.MONTHS_MISSING, Reason.EMPLOYER_MISMATCH,
        Reason.QUALIFICATION_BELOW, Reason.QUALIFICATION_MISSING, Reason.INSURANCE_MISSING, Reason.PERSON_MISMATCH,
        Reason.DUPLICATE_PERSON, Reason.ID_NUMBER_INVALID, Reason.SURVEY_NOT_LISTED, Reason.SURVEY_MISSING,
        Reason.SCORE_MISMATCH, Reason.PAGE_UNREADABLE,
    }
)  # fmt: skip
FOUND = frozenset(
    {
        Reason.EVIDENCE_NOT_LISTED, Reason.REGION_ORDER, Reason.TOTAL_MISMATCH, Reason.DATE_ORDER,
        Reason.SEQUENCE_ORDER, Reason.AVERAGE_MISMATCH, Reason.FILE_EMPTY, Reason.FILE_CORRUPT,
        Reason.FILE_ENCRYPTED, Reason.FILE_TYPE_UNSUPPORTED, Reason.LIST_NOT_EDITABLE,
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def clean() -> Submission:
    return forge("clean", 5, size=2)


@pytest.fixture(scope="module")
def defects() -> Submission:
    return forge("defects", 5, size=0, mix="text")


def rows_of(draft: Draft, packaging: Packaging | None = None) -> tuple[RowTruth, ...]:
    packaging = packaging or Packaging()
    return row_truths(draft, lay_out_lists(draft, packaging), packaging)


def rules_of(case: str, seed: int = 5, size: int | None = None) -> Mapping[str, RuleTruth]:
    draft, packaging = plan(case, seed, size=size), CASES[case].packaging
    return rule_truths(rows_of(draft, packaging), draft, packaging)


def members_of(submission: Submission) -> Iterator[str]:
    for data in submission.archives.values():
        yield from names_in(data)


def names_in(data: bytes, outer: str = "") -> Iterator[str]:
    with opened(data) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            yield outer + info.filename
            if info.filename.endswith(".zip"):
                yield from names_in(archive.read(info), f"{outer}{info.filename}!/")


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive with its names in UTF-8 where all of them can be, else in GBK: 目录 alone passes for both."""
    try:
        return zipfile.ZipFile(io.BytesIO(data), metadata_encoding="utf-8")
    except UnicodeDecodeError:
        return zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gbk")


def test_same_arguments_give_the_same_bytes(clean: Submission) -> None:
    again = forge("clean", 5, size=2)
    assert again.archives == clean.archives
    assert dump_truth(again.truth) == dump_truth(clean.truth)


def test_another_seed_gives_another_submission() -> None:
    assert plan("clean", 5, size=1).applicant != plan("clean", 6, size=1).applicant
    assert plan("clean", 5, size=1).applicant != plan("clean", 5, size=1, layouts=LayoutChoice.FIGURES).applicant


def test_tuning_and_figures_never_share_a_layout() -> None:
    tuning, figures = Draft(1), Draft(1, LayoutChoice.FIGURES)
    for kind in (kind for kind, count in LAYOUTS.items() if count > 1):
        drawn = [{choose_layout(draft, kind, draft.rng) for _ in range(40)} for draft in (tuning, figures)]
        assert not drawn[0] & drawn[1], kind


@pytest.mark.parametrize("case", CASES)
def test_listed_is_verified_open_covered_and_excluded_without_duplicates(case: str) -> None:
    for rule, count in rules_of(case).items():
        parts = (count.verified, count.open, count.covered, count.excluded)
        if count.listed is None:
            assert parts == (None,) * 4, rule
        else:
            assert count.listed == sum(part or 0 for part in parts) - (count.duplicates or 0), rule


@pytest.mark.parametrize("seed", range(6))
def test_random_submissions_plan_and_add_up(seed: int) -> None:
    draft = plan("random", seed)
    for row in rows_of(draft):
        assert row.status in (Status.VERIFIED, None) or row.reasons or row.allowed or row.status is Status.COVERED


@pytest.mark.parametrize("scenario", DECOYS, ids=lambda scenario: scenario.__name__)
def test_decoys_are_verified(scenario: object) -> None:
    draft = Draft(3)
    play(draft, scenario)  # type: ignore[arg-type]
    assert {row.status for row in rows_of(draft)} == {Status.VERIFIED}
    assert not draft.findings


@pytest.mark.parametrize("scenario", DEFECTS, ids=lambda scenario: scenario.__name__)
def test_defects_state_what_must_be_found(scenario: object) -> None:
    draft = Draft(3)
    play(draft, scenario)  # type: ignore[arg-type]
    for row in rows_of(draft):
        assert row.scenario == scenario.__name__  # type: ignore[attr-defined]
        assert row.status is Status.VERIFIED or row.reasons or row.allowed


def test_every_reason_of_the_rows_is_planted(defects: Submission) -> None:
    named = {reason for row in defects.truth.rows for reason in (*row.reasons, *row.allowed)}
    assert named >= PLANTED
    assert {finding.reason for finding in defects.truth.findings} >= FOUND


def test_the_first_of_several_rows_stays() -> None:
    draft = Draft(4)
    play(draft, *enterprises.DEFECTS)
    rows = [row for row in rows_of(draft) if row.list is ListName.SERVED]
    for scenario, group in itertools.groupby(rows, key=lambda row: row.scenario):
        if scenario.startswith(("duplicate_", "branch_", "former_name_listed", "possible_dup")):
            assert next(row.status is Status.VERIFIED for row in group), scenario


def test_served_stands_by_province_and_activities_by_day() -> None:
    draft = plan("clean", 9)
    provinces = [str(row.cells[3])[:2] for row in data_rows(lay_out_lists(draft, Packaging())[ListName.SERVED])]
    assert provinces == sorted(provinces, key=("北京", "天津", "河北").index)
    days = [row.cells[2] for row in data_rows(lay_out_lists(draft, Packaging())[ListName.ACTIVITIES])]
    assert days == sorted(days, key=str)


class _Row:
    def __init__(self, cells: tuple[object, ...]) -> None:
        self.cells = cells


def data_rows(grid: Grid) -> list[_Row]:
    return [_Row(grid.cells[number - 1]) for number in grid.numbers]


def test_the_ledger_is_what_the_archives_hold(defects: Submission, clean: Submission) -> None:
    for submission in (clean, defects):
        assert sorted(members_of(submission)) == sorted(submission.truth.ledger)
        assert {document.path for document in submission.truth.documents} <= set(submission.truth.ledger)


def test_the_truth_is_json_and_names_every_row(defects: Submission) -> None:
    truth = json.loads(dump_truth(defects.truth))
    assert truth["schema"] == "chayan/forge-truth/1"
    assert {row["name"] for row in truth["rows"]["served"]} == {r.name for r in defects.truth.rows_of(ListName.SERVED)}
    closed = {str(reason) for reason in Reason}
    planted = {reason for rows in truth["rows"].values() for row in rows for reason in row["reasons"]}
    assert planted <= closed


def test_rows_stand_where_the_truth_says(defects: Submission) -> None:
    books = dict(workbooks(defects))
    for name in (ListName.SERVED, ListName.ORDERS, ListName.PARTNERS):
        book = next(data for path, data in books.items() if TEMPLATES[name].title in path)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        for row in defects.truth.rows_of(name):
            written = str(sheet[row.row - 1][1])
            assert "".join(written.replace("\u200b", "").split()) == row.name.replace("\u200b", "").strip()


def workbooks(submission: Submission) -> Iterator[tuple[str, bytes]]:
    for data in submission.archives.values():
        with opened(data) as archive:
            for info in archive.infolist():
                if info.filename.endswith((".xlsx", ".xls")):
                    yield info.filename, archive.read(info)


@pytest.mark.parametrize("style", STYLES, ids=range(len(STYLES)))
@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_lists_can_be_read_in_every_style(name: ListName, style: SheetStyle) -> None:
    draft = plan("clean", 2, size=3)
    rows = [ListRow(row.cells) for row in draft.rows[name]]
    grid = lay_out(name, rows, style, {})
    data = write_workbook((grid,), style.suffix)
    assert data == write_workbook((grid,), style.suffix)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert len(sheet) >= len(grid.cells) - 1
    for number in grid.numbers:
        assert any(sheet[number - 1])


@pytest.mark.parametrize("style", NameStyle)
def test_names_in_archives_decode(style: NameStyle) -> None:
    member = Member("门槛条件4/附表2 年度服务企业名单（终稿）.xlsx", b"x")
    data = zip_members([member], style)
    assert list(names_in(data)) == [member.path]
    flags = [info.flag_bits & 0x800 for info in zipfile.ZipFile(io.BytesIO(data)).infolist()]
    assert any(flags) is (style is NameStyle.UTF8)


def test_the_top_hundred_by_amount_are_proven_and_the_rest_covered() -> None:
    draft = plan("cap-100", 8)
    by_amount = sorted(draft.rows[ListName.ORDERS], key=lambda row: Decimal(str(row.cells["amount_wan"])), reverse=True)
    statuses = [row.fate.status for row in by_amount]
    assert statuses == [Status.VERIFIED] * 100 + [Status.COVERED] * 3
    assert sum(isinstance(paper.facts, ContractFacts) for paper in draft.papers) == 100


@pytest.mark.parametrize(
    ("case", "verdict", "numbers"),
    [
        ("cap-100", Verdict.MET, (100, 0, 3)),
        ("cap-100-no-commitment", Verdict.MET, (100, 3, 0)),
        ("cap-100-trap", Verdict.OPEN, (99, 4, 0)),
        ("cap-100-gap", Verdict.MET, (99, 1, 3)),
        ("cap-100-others", Verdict.MET, (100, 3, 0)),
    ],
)
def test_gate_4_at_its_edge(case: str, verdict: Verdict, numbers: tuple[int, int, int]) -> None:
    gate = rules_of(case)["gate-4"]
    assert gate.verdicts[0] is verdict
    assert (gate.verified, gate.open, gate.covered) == numbers


def test_questionnaires_for_101_enterprises_are_41() -> None:
    assert [surveys_needed(n) for n in (50, 100, 101, 249, 250, 300)] == [20, 40, 41, 100, 100, 100]
    rules = rules_of("surveys-101")
    assert rules["gate-11-surveys"].verdicts[0] is Verdict.NOT_MET
    assert rules["gate-11"].value == Decimal("89.95")
    assert rules["gate-11"].verdicts == (Verdict.NOT_MET,)


def test_a_verdict_holds_whatever_becomes_of_open_rows() -> None:
    assert judge_count(RuleTruth(verified=5, open=0, covered=0), 5) is Verdict.MET
    assert judge_count(RuleTruth(verified=3, open=1, covered=0), 5) is Verdict.NOT_MET
    assert judge_count(RuleTruth(verified=3, open=2, covered=0), 5) is Verdict.OPEN
    assert mean_of(()) is None


def test_no_two_enterprises_of_a_submission_sound_alike() -> None:
    draft = Draft(7)
    brands = [draft.enterprise().brand[:2] for _ in range(250)]
    assert len(set(brands)) == len(brands)
    assert not {"砚溪", "砚汐"} <= set(brands)


def test_packaging_is_told_apart() -> None:
    submission = forge("volume-gap", 5, size=0, mix="text")
    assert [name[-6:] for name in submission.archives] == ["-1.zip", "-3.zip"]
    assert Reason.VOLUME_MISSING in {finding.reason for finding in submission.truth.findings}
    assert submission.truth.rules["pkg-index"].verdicts == (Verdict.MET,)
    assert CASES["no-index"].packaging.index is Index.MISSING


def test_a_submission_is_written_with_its_truth(clean: Submission, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("forged")
    write_submission(clean, out)
    assert sorted(path.name for path in out.iterdir()) == sorted([*clean.archives, "truth.json"])


def test_the_committed_sample_is_the_one_its_command_plans() -> None:
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    draft, packaging = plan("sample", truth["seed"]), CASES["sample"].packaging
    planned = {name: [row.as_json() for row in rows_of(draft, packaging) if row.list == name] for name in truth["rows"]}
    assert truth["rows"] == planned
    archives = {path.name: path.read_bytes() for path in SAMPLE.glob("*.zip")}
    assert sorted(archives) == sorted(truth["archives"])
    assert sorted(name for data in archives.values() for name in names_in(data)) == sorted(truth["ledger"])
    assert sum(map(len, archives.values())) < 12_000_000

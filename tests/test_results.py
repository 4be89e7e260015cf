"""The results folder and what is left to a person."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.results import NAME_BYTES, PAPERS, Outcome, folder_name, hand_out, kept_report, safe_name
from reports.workbook import render_table

QUIET: dict[str, Any] = {
    "findings": [],
    "lists": {"served": {"rows": [{"status": "verified"}, {"status": "covered"}]}},
    "rules": [{"open": 0, "verdict": "met"}, {"open": 0, "verdict": None}],
}


def named(applicant: str | None, archive: str = "材料.zip") -> str:
    return folder_name({"applicant": {"name": applicant}, "archives": [{"name": archive}]})


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("北京某某有限公司", "北京某某有限公司"),
        ("某某（北京）科技 有限公司", "某某（北京）科技 有限公司"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "材料"),
        (".", "材料"),
        ("/", "_"),
        ("a\x00b\nc\u202ed", "a_b_c_d"),
        ("\ud800", "_"),
        ('a<b>:"|?*\\', "a_b_______"),
        (None, "材料"),
    ],
)
def test_a_folder_bears_the_applicants_name(name: str | None, folder: str) -> None:
    assert named(name) == folder


def test_volumes_and_nameless_archives_have_a_folder() -> None:
    assert named(None, "某某公司-1.zip") == "某某公司"
    assert named(None, "...zip") == "submission"


@given(st.text(alphabet=st.characters(codec=None), max_size=400))
def test_no_name_leaves_the_results_folder(name: str) -> None:
    folder = safe_name(name)
    assert len(folder.encode()) <= NAME_BYTES
    assert folder not in {".", ".."}
    assert Path("results", folder).parts in {("results",), ("results", folder)}
    assert "\0" not in folder
    assert safe_name(folder) == folder


@pytest.mark.parametrize(
    "more",
    [
        {"findings": [{"severity": "note"}]},
        {"lists": {"products": {"rows": [{"status": "open"}]}}},
        {"rules": [{"open": 1, "verdict": "met"}]},
        *({"rules": [{"open": 0, "verdict": verdict}]} for verdict in ("open", "not-met", "missing")),
    ],
)
def test_a_person_is_needed_for_whatever_is_open_or_found(more: dict[str, Any]) -> None:
    assert not Outcome(Path(), QUIET, kept=False).needs_a_person
    assert Outcome(Path(), QUIET | more, kept=False).needs_a_person


def keep(folder: Path) -> dict[str, Any]:
    """Papers as a run leaves them."""
    report = {"applicant": {"name": "某某公司"}, "archives": [{"name": "a.zip"}]}
    folder.mkdir()
    (folder / "report.json").write_text(json.dumps(report))
    (folder / "核查表.xlsx").write_bytes(render_table(("a",), (), "table"))
    return report


def test_a_workbook_in_which_somebody_has_written_stays(tmp_path: Path) -> None:
    report = keep(tmp_path / "kept")
    for _ in range(2):
        folder = hand_out(tmp_path / "kept", report, tmp_path / "out")
        assert sorted(paper.name for paper in folder.iterdir()) == sorted(PAPERS)
    for number in (1, 2):
        book = openpyxl.load_workbook(folder / "核查表.xlsx")
        book.worksheets[0]["A9"] = f"第{number}次意见"
        book.save(folder / "核查表.xlsx")
        hand_out(tmp_path / "kept", report, tmp_path / "out")
        aside = openpyxl.load_workbook(folder / f"核查表（已填写{number}）.xlsx")
        assert aside.worksheets[0]["A9"].value == f"第{number}次意见"
    assert (folder / "核查表.xlsx").read_bytes() == (tmp_path / "kept" / "核查表.xlsx").read_bytes()


def test_papers_of_which_one_is_missing_are_not_kept(tmp_path: Path) -> None:
    report = keep(tmp_path / "kept")
    assert kept_report(tmp_path / "kept") == report
    (tmp_path / "kept" / "核查表.xlsx").unlink()
    assert kept_report(tmp_path / "kept") is None

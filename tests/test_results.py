"""The results folder and what is left to a person."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.results import NAME_BYTES, Outcome, folder_name, safe_name

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

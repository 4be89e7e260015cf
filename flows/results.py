"""The papers of a verified submission: kept under all that they depend on, handed out to the user's folder."""

import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from domain.report import Report
from extractors.volumes import parse_volume_name
from flows.home import is_kept, read_json, write_atomic
from reports.report_json import render_json
from reports.workbook import is_untouched, render_workbook

REPORT, WORKBOOK = "report.json", "核查表.xlsx"
PAPERS = (WORKBOOK, REPORT)
"""In the order in which they are written."""

NAME_BYTES = 200
"""Of a result folder's name; file systems allow 255."""
FORBIDDEN = frozenset('/\\:*?"<>|')
"""Signs that no file name may hold on one system or another."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of signs that are not seen, or turn the direction of what is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left: its folder, the report as data, and whether it was answered from kept results."""

    folder: Path
    report: Mapping[str, Any]
    kept: bool

    @property
    def needs_a_person(self) -> bool:
        """Whether anything is open, unmet, missing, or found."""
        rules, lists = self.report["rules"], self.report["lists"].values()
        is_open = any(row["status"] == "open" for each in lists for row in each["rows"])
        is_undecided = any(rule["open"] or rule["verdict"] not in {"met", None} for rule in rules)
        return is_open or is_undecided or bool(self.report["findings"])


def keep(report: Report, folder: Path) -> Mapping[str, Any]:
    """Write the papers, the report last, because its being there says that all are; the report as data."""
    data = render_json(report)
    write_atomic(folder / WORKBOOK, render_workbook(report))
    write_atomic(folder / REPORT, data)
    written: Mapping[str, Any] = json.loads(data)
    return written


def kept_report(folder: Path) -> Mapping[str, Any] | None:
    """The report that lies in a folder with all other papers; None where one is missing."""
    report: Mapping[str, Any] | None = read_json(folder / REPORT)
    return report if all(is_kept(folder / paper) for paper in PAPERS) else None


def hand_out(folder: Path, report: Mapping[str, Any], out: Path, taken: Collection[str] = ()) -> Path:
    """Copy the papers to the user's folder, into one named by the applicant or the archive that is not `taken`."""
    target = out / _free_name(report, taken)
    _set_aside(target / WORKBOOK)
    for paper in PAPERS:
        write_atomic(target / paper, (folder / paper).read_bytes())
    return target


def _set_aside(workbook: Path) -> None:
    """A workbook in which somebody has written stays, under another name."""
    if not workbook.exists() or is_untouched(workbook.read_bytes()):
        return
    names = (workbook.with_stem(f"{workbook.stem}（已填写{number}）") for number in count(1))
    workbook.rename(next(name for name in names if not name.exists()))


def _free_name(report: Mapping[str, Any], taken: Collection[str]) -> str:
    """The folder's name; with the archive's or a number behind it where another submission has it."""
    name, archive = folder_name(report), safe_name(parse_volume_name(report["archives"][0]["name"]).stem)
    more = (f"{name}（{word}）" for word in chain((archive,), map(str, count(2))))
    return next(free for free in chain((name,), more) if free not in taken)


def folder_name(report: Mapping[str, Any]) -> str:
    """The name of the result folder: the applicant, else the first archive's stem; never a path."""
    names = (report["applicant"]["name"] or "", parse_volume_name(report["archives"][0]["name"]).stem, "submission")
    return next(filter(None, map(safe_name, names)))


def safe_name(name: str) -> str:
    """A name as one part of a path on any system: no separators, no controls, no dots at its ends, not too long."""
    signs = ("_" if sign in FORBIDDEN or unicodedata.category(sign) in UNSEEN else sign for sign in name)
    return "".join(signs).strip(". ").encode()[:NAME_BYTES].decode(errors="ignore").strip(". ")

"""The sample submission through the whole product: unpacked, recognised, weighed, written."""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from benchmarks.scoring import Score, score
from tests.small import APPLICANT, SAMPLE, chayan

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Verified:
    """What came of the sample, and what was planted in it."""

    folder: Path
    report: Mapping[str, Any]
    truth: Mapping[str, Any]
    score: Score
    status: int


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    """The sample, read once in the whole test run."""
    folder = tmp_path_factory.mktemp("sample")
    archives = sorted(SAMPLE.glob("*.zip"))
    run = chayan("verify", *archives, "--out", folder / "out", home=folder / "home")
    report = json.loads((folder / "out" / APPLICANT / "report.json").read_bytes())
    truth = json.loads((SAMPLE / "truth.json").read_bytes())
    return Verified(folder / "out" / APPLICANT, report, truth, score(report, truth), run.returncode)


def faults(sample: Verified, *kinds: str) -> list[str]:
    return [fault for fault in sample.score.faults if fault.startswith(kinds)]


def test_nothing_is_counted_that_must_not_be(sample: Verified) -> None:
    assert sample.score.escapes == 0, faults(sample, "escape")


def test_nothing_is_excluded_that_must_not_be(sample: Verified) -> None:
    assert sample.score.false_kills == 0, faults(sample, "false-kill")


def test_no_row_is_lost(sample: Verified) -> None:
    assert sample.score.rows["lost"] == 0, faults(sample, "lost")


def test_every_planted_reason_is_reported(sample: Verified) -> None:
    assert sample.score.reasons["missing"] == 0, faults(sample, "reasons", "finding missing")


def test_little_is_left_to_people(sample: Verified) -> None:
    assert sample.score.left_open <= 0.1, faults(sample, "left-open")
    assert sample.status == 1


def test_every_member_is_in_the_ledger_once(sample: Verified) -> None:
    found = Counter((entry["archive"], entry["path"]) for entry in sample.report["ledger"])
    wanted: Counter[tuple[str, str]] = Counter()
    for archive in sorted(SAMPLE.glob("*.zip")):
        with zipfile.ZipFile(archive, metadata_encoding="gbk") as opened:
            wanted.update((archive.name, info.filename) for info in opened.infolist() if not info.is_dir())
    assert found == wanted


def test_every_member_came_to_what_it_is(sample: Verified) -> None:
    outcomes = {entry["path"]: entry["outcome"] for entry in sample.report["ledger"]}
    for path, wanted in sample.truth["ledger"].items():
        assert outcomes[path] in wanted.split("|"), path


def test_the_applicant_is_found(sample: Verified) -> None:
    assert sample.report["applicant"]["name"] == sample.truth["applicant"]
    assert [archive["name"] for archive in sample.report["archives"]] == sample.truth["archives"]


def test_kinds_are_told(sample: Verified) -> None:
    assert sample.score.share(sample.score.kinds, scan=False) == 1, faults(sample, "kind")
    assert sample.score.share(sample.score.kinds, scan=True) >= 0.95, faults(sample, "kind")


def test_every_source_opens(sample: Verified) -> None:
    pages = {entry["sha256"]: entry["pages"] for entry in sample.report["ledger"] if entry["outcome"] == "read"}
    rows = [row for declared in sample.report["lists"].values() for row in declared["rows"]]
    sources = [source for row in rows for source in row["sources"]]
    sources += [field["source"] for record in sample.report["records"] for field in record["fields"].values()]
    assert sources
    for source in sources:
        last = pages[source["sha256"]]
        if source["page"] is not None and last is not None:
            assert 1 <= source["page"] <= last, source
        else:
            assert source["cell"] or source["page"] in {None, 1}, source


def test_nothing_private_is_handed_out(sample: Verified) -> None:
    report = (sample.folder / "report.json").read_text()
    book = openpyxl.load_workbook(sample.folder / "核查表.xlsx", read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    private = {person["id_number"] for person in _insured(sample)}
    assert private
    for text in (report, *cells):
        assert not [number for number in private if number in text]
        hashless = re.sub(r"[0-9a-f]{64}", "", text)
        assert not re.search(r"(?<![0-9.])1[3-9][0-9]{9}(?![0-9])", hashless)


def _insured(sample: Verified) -> list[Mapping[str, Any]]:
    records = [record for document in sample.truth["documents"] for record in document["records"]]
    insured = [record["fields"]["persons"] for record in records if record["kind"] == "social-insurance"]
    return [person for persons in insured for person in persons]

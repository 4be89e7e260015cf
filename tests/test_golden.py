"""Golden files: what is extracted from the sample's documents that need no OCR, field by field.

`make golden` rewrites them; the diff shows what a change of an extractor does to real files.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from domain.documents import Problem
from extractors import readers
from extractors.declared_lists import extract_claims
from extractors.registry import digest

SAMPLE = Path(__file__).parents[1] / "fixtures" / "submissions" / "sample"
GOLDEN = SAMPLE / "golden.json"
SUFFIXES = (".pdf", ".docx", ".xlsx", ".xls")
RECOGNISED = frozenset({"seals", "seal_state"})
"""Fields that rest on recognition, which may differ from one kind of processor to another."""


def said_by_sample(folder: Path) -> dict[str, Any]:
    """What each document without scanned pages says, by its path."""
    return {path: said_by(file, path) for path, file in members(folder)}


def members(folder: Path) -> Iterator[tuple[str, Path]]:
    for archive in sorted(SAMPLE.glob("*.zip")):
        with ZipFile(archive, metadata_encoding="gbk") as opened:
            for place, name in enumerate(sorted(opened.namelist())):
                if not name.endswith(SUFFIXES) or Path(name).name.startswith(("~", ".")):
                    continue
                file = folder / f"{archive.stem}-{place}{Path(name).suffix}"
                file.write_bytes(opened.read(name))
                survey = readers.survey(file, name)
                if survey.problem is None and not any(survey.needs_ocr):
                    yield name, file


def said_by(file: Path, path: str) -> Any:  # noqa: ANN401 - JSON
    reading = readers.read(file, path, "")
    assert not isinstance(reading, Problem)
    if reading.sheets:
        lists, _ = extract_claims(reading)
        return [
            {"list": found.name, "rows": [[row.row, row.name, dict(row.cells)] for row in found.rows]}
            for found in lists
        ]
    return [
        {"kind": record.kind, "fields": {n: f.value for n, f in record.fields.items() if n not in RECOGNISED}}
        for record in digest(reading).records
    ]


def test_golden_files_stand(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = json.dumps(said_by_sample(tmp_path), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(GOLDEN.read_text(encoding="utf-8"))

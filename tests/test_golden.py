"""Golden files: what is extracted from the sample's documents and from every layout of every forged paper.

`make golden` rewrites them; the diff shows what a change of an extractor does. Documents without a text layer rest on
recognition and are judged against their truth elsewhere (test_forged_*.py, benchmarks.accuracy).
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from domain.documents import Kind, Problem
from extractors import readers
from extractors.declared_lists import extract_claims
from extractors.registry import digest
from fixtures.forge import facts as f
from fixtures.forge.cases import CASES, plan
from fixtures.forge.facts import Medium
from fixtures.forge.papers import PAPERS, draw

SAMPLE = Path(__file__).parents[1] / "fixtures" / "submissions" / "sample"
GOLDEN = SAMPLE / "golden.json"
SUFFIXES = (".pdf", ".docx", ".xlsx", ".xls")
PAPER_FOLDER = Path(__file__).parents[1] / "fixtures" / "documents"
READ = tuple(facts for facts, family in PAPERS.items() if Medium.TEXT in family.media)
LAYOUTS = [(facts, layout) for facts in READ for layout in range(PAPERS[facts].layouts)]
UNPLANNED: tuple[object, ...] = (
    f.ProjectFacts(
        project="面向装备制造的视觉检测关键技术研究",
        number="2024YFB3300100",
        plan="国家重点研发计划",
        level="国家级",
        participants=("北京砚屏企业服务有限公司", "北京泓沐大学"),
        issuer="中国泓沐技术管理中心",
        issued_on=date(2024, 5, 20),
    ),
    f.IndexFacts(title="附件材料目录", entries=(("门槛条件4", "04", "服务企业名单"), ("门槛条件8", "08", "人员社保"))),
)
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


def stands(said: Any, golden: Path, request: pytest.FixtureRequest) -> bool:  # noqa: ANN401 - JSON
    """Whether what is said is what the golden file says, which is written first where that is asked for."""
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    expected: object = json.loads(golden.read_text(encoding="utf-8"))
    assert json.loads(text) == expected
    return True


def test_what_is_read_from_the_sample_stands(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert stands(said_by_sample(tmp_path), GOLDEN, request)


@cache
def examples() -> dict[type, object]:
    """Facts of each family: the first that any case plants, and what no plan holds."""
    found: dict[type, object] = {type(facts): facts for facts in UNPLANNED}
    for case in CASES:
        for paper in plan(case, 4, size=3 if case.startswith("cap") else None).papers:
            found.setdefault(type(paper.facts), paper.facts)
        if set(READ) <= set(found):
            break
    return found


@pytest.mark.parametrize(("facts", "layout"), LAYOUTS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_is_read_from_a_layout_stands(
    facts: type, layout: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    paper = draw(examples()[facts], layout=layout, medium=Medium.TEXT, seed=4)
    file = tmp_path / f"paper{paper.suffix}"
    file.write_bytes(paper.data)
    said = said_by(file, file.name)
    assert said or paper.kind is Kind.OTHER, "nothing was read"
    assert stands(said, PAPER_FOLDER / facts.__name__.removesuffix("Facts").lower() / f"layout-{layout}.json", request)

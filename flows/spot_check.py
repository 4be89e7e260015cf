"""`chayan sample`: items out of results, drawn for a spot check (contract, section 1)."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.errors import UsageError
from domain.findings import Status
from flows.results import REPORT
from validators.sampling import Drawn, Item, Sample

SCHEMA = "chayan/report/1"
HEADS = ("applicant", "list", "row", "name", "status", "amount_wan", "stratum", "evidence")


def items_of(results: Sequence[Path], lists: Sequence[str] = ()) -> list[Item]:
    """The items of all reports that these files and folders hold; UsageError for what is no result."""
    found = [item for path in results for report in _reports(path) for item in _items(report)]
    known = {item.list for item in found}
    for name in lists:
        if name not in known:
            raise UsageError(f"结果中没有名单“{name}”；可用：{'、'.join(sorted(known))} (no such list)")
    return [item for item in found if not lists or item.list in lists]


def _reports(path: Path) -> Iterator[Mapping[str, Any]]:
    """The report in a file, in a result folder, or those in the folders of a results folder."""
    if path.is_dir():
        files = [path / REPORT] if (path / REPORT).is_file() else sorted(path.glob(f"*/{REPORT}"))
    else:
        files = [path]
    if not files:
        raise UsageError(f"“{path}”里没有核查结果（{REPORT}） (no results there)")
    for file in files:
        yield _report(file)


def _report(file: Path) -> Mapping[str, Any]:
    try:
        report: Mapping[str, Any] = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(f"无法读取“{file}”：{error.strerror} (cannot be read)") from error
    except ValueError as error:
        raise UsageError(f"“{file}”不是核查结果 (no result of chayan)") from error
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise UsageError(f"“{file}”不是核查结果 (no result of chayan)")
    return report


def _items(report: Mapping[str, Any]) -> Iterator[Item]:
    """The rows of all lists, and the units that rules count from papers."""
    applicant = str(report["applicant"]["name"] or report["archives"][0]["name"])
    said = Counter((finding["list"], finding["row"]) for finding in report["findings"])
    for name, judged in report["lists"].items():
        for row in judged["rows"]:
            yield _item(applicant, name, row, said[name, row["row"]])
    for rule in report["rules"]:
        for unit in rule.get("units", ()):
            yield _item(applicant, rule["id"], unit, len(unit["reasons"]))


def _item(applicant: str, name: str, counted: Mapping[str, Any], reasons: int) -> Item:
    amount = counted.get("cells", {}).get("amount_wan")
    known = isinstance(amount, int | float) and not isinstance(amount, bool)
    return Item(
        applicant=applicant,
        list=name,
        row=counted.get("row"),
        name=str(counted["name"]),
        status=Status(counted["status"]),
        amount_wan=Decimal(str(amount)) if known else None,
        reasons=reasons,
        places=tuple(dict.fromkeys(_place(source) for source in counted["sources"])),
    )


def _place(source: Mapping[str, Any]) -> str:
    if source["cell"]:
        return f"{source['path']} [{source['sheet']}!{source['cell']}]"
    return f"{source['path']} 第{source['page']}页" if source["page"] else str(source["path"])


def rows_of(sample: Sample) -> Iterator[tuple[str, ...]]:
    """The drawn items as cells under HEADS."""
    for drawn in sample.drawn:
        item = drawn.item
        amount = "" if item.amount_wan is None else f"{item.amount_wan:f}"
        row = "" if item.row is None else str(item.row)
        places = "；".join(item.places)
        yield item.applicant, item.list, row, item.name, item.status.value, amount, drawn.stratum, places


def as_tsv(sample: Sample) -> str:
    """The drawn items, a line each, under a header."""
    lines = (HEADS, *rows_of(sample))
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)


def as_json(sample: Sample) -> Mapping[str, Any]:
    """The sample with all that is needed to draw it again."""
    return {"schema": "chayan/sample/1", **provenance(sample), "items": [_as_json(one) for one in sample.drawn]}


def _as_json(drawn: Drawn) -> Mapping[str, Any]:
    item = drawn.item
    return {
        "applicant": item.applicant,
        "list": item.list,
        "row": item.row,
        "name": item.name,
        "status": item.status.value,
        "amount_wan": None if item.amount_wan is None else float(item.amount_wan),
        "stratum": drawn.stratum,
        "evidence": list(item.places),
    }


def provenance(sample: Sample) -> Mapping[str, Any]:
    """Plan, seed, rates, sizes, and the hash of the population."""
    plan = sample.plan
    return {
        "plan": plan.name.value,
        "seed": plan.seed,
        "confidence": plan.confidence,
        "tolerable": plan.tolerable,
        "expected": plan.expected,
        "population": sample.population,
        "population_sha256": sample.population_hash,
        "size": len(sample.drawn),
    }


def work_paper(sample: Sample) -> bytes:
    """The work paper as a workbook: the items with room for questions, conclusion, name and day."""
    from reports.work_paper import render_work_paper

    return render_work_paper(provenance(sample), HEADS, rows_of(sample))

"""Hold a report against the truth of a forged submission: escapes, false kills, open rows, reasons, rules, fields."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.text import squash

COUNTED = frozenset({"verified", "covered"})
SCANS = frozenset({"scan", "grey-scan", "rotated-scan", "photo", "picture"})
NUMBERS = ("listed", "verified", "open", "covered", "excluded", "duplicates")
MONEY_TOLERANCE = 0.005


@dataclass(slots=True)
class Score:
    """Tallies over one or several submissions, and each fault by name."""

    rows: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Add the tallies of another submission."""
        for name in ("rows", "rules", "reasons", "kinds", "fields"):
            getattr(self, name).update(getattr(other, name))
        self.faults += other.faults

    @property
    def escapes(self) -> int:
        """Rows counted that must not be."""
        return self.rows["escape"]

    @property
    def false_kills(self) -> int:
        """Rows excluded that must not be."""
        return self.rows["false-kill"]

    @property
    def left_open(self) -> float:
        """The share of provable rows left to a person."""
        return self.rows["left-open"] / max(1, self.rows["provable"])

    def share(self, tally: Counter[Any], *, scan: bool) -> float:
        """The share of right answers among texts or scans."""
        right = sum(number for key, number in tally.items() if key[0] == "right" and key[-1] is scan)
        total = sum(number for key, number in tally.items() if key[-1] is scan)
        return right / max(1, total)


def score(report: Mapping[str, Any], truth: Mapping[str, Any]) -> Score:
    """The tallies of one submission."""
    result = Score()
    _score_rows(result, report, truth)
    _score_findings(result, report, truth)
    _score_rules(result, report, truth)
    _score_units(result, report, truth)
    _score_documents(result, report, truth)
    return result


def _score_rows(result: Score, report: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    for name, rows in truth["rows"].items():
        found = {row["row"]: row for row in report["lists"].get(name, {}).get("rows", ())}
        for wanted in rows:
            if wanted["status"] is not None:
                _score_row(result, name, wanted, found.get(wanted["row"]), report)


def _score_row(
    result: Score, name: str, wanted: Mapping[str, Any], got: Mapping[str, Any] | None, report: Mapping[str, Any]
) -> None:
    right = {wanted["status"], *wanted.get("allowed_status", ())}
    status = got["status"] if got else "lost"
    provable = wanted["status"] in COUNTED
    result.rows["rows"] += 1
    result.rows["provable"] += provable
    place = f"{name} {wanted['row']} {wanted['name']} [{wanted.get('scenario', '')}]"
    if status in right:
        result.rows["right"] += 1
        _score_reasons(result, name, wanted, got, report, place)
        return
    verdict = _fault(right, status, provable=provable)
    result.rows[verdict] += 1
    reasons = ",".join(got["reasons"]) if got else ""
    result.faults.append(f"{verdict}: {place}: wanted {wanted['status']}, got {status} ({reasons})")


def _fault(right: set[str], status: str, *, provable: bool) -> str:
    if status in COUNTED and not right & COUNTED:
        return "escape"
    if status == "excluded":
        return "false-kill"
    if provable and status in {"open", "lost"}:
        return "left-open" if status == "open" else "lost"
    return "other"


def _score_reasons(
    result: Score,
    name: str,
    wanted: Mapping[str, Any],
    got: Mapping[str, Any] | None,
    report: Mapping[str, Any],
    place: str,
) -> None:
    said = set(got["reasons"]) if got else set()
    found = {f["reason"] for f in report["findings"] if f["list"] == name and f["row"] == wanted["row"]}
    missing = set(wanted["reasons"]) - said - found
    strange = said - set(wanted["reasons"]) - set(wanted.get("allowed", ()))
    result.reasons["planted"] += len(wanted["reasons"])
    result.reasons["missing"] += len(missing)
    result.reasons["strange"] += len(strange)
    if missing or strange:
        result.faults.append(f"reasons: {place}: missing {sorted(missing)}, strange {sorted(strange)}")


def _score_findings(result: Score, report: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    for wanted in truth["list_findings"]:
        if wanted.get("optional"):
            continue
        result.reasons["planted"] += 1
        if not any(_is_finding(finding, wanted, report) for finding in report["findings"]):
            result.reasons["missing"] += 1
            result.faults.append(f"finding missing: {wanted}")


def _is_finding(finding: Mapping[str, Any], wanted: Mapping[str, Any], report: Mapping[str, Any]) -> bool:
    if finding["reason"] != wanted["reason"]:
        return False
    if "list" in wanted and finding["list"] not in {wanted["list"], None}:
        return False
    if "path" in wanted:
        hashes = {entry["sha256"] for entry in report["ledger"] if entry["path"] == wanted["path"]}
        paths = {source["path"] for source in finding["sources"]} | {source["sha256"] for source in finding["sources"]}
        return wanted["path"] in paths or bool(hashes & paths) or wanted["path"] in finding["message"]
    return True


def _score_rules(result: Score, report: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    found = {rule["id"]: rule for rule in report["rules"]}
    for rule_id, wanted in truth["rules"].items():
        got = found[rule_id]
        wrong = [
            f"{key} {got[key]}≠{wanted[key]}"
            for key in NUMBERS
            if wanted[key] is not None and abs(got[key] - wanted[key]) > wanted.get("slack", 0)
        ]
        if wanted["value"] is not None and (got["value"] is None or abs(got["value"] - wanted["value"]) > 0.01):
            wrong.append(f"value {got['value']}≠{wanted['value']}")
        verdicts = wanted.get("verdicts") or []
        if verdicts and got["verdict"] not in verdicts:
            wrong.append(f"verdict {got['verdict']}≠{'|'.join(verdicts)}")
        result.rules["right" if not wrong else "wrong"] += 1
        if wrong:
            result.faults.append(f"rule {rule_id}: {', '.join(wrong)}")


def _score_units(result: Score, report: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    """Units of rules are scored as rows are; of several of one name the first is the first."""
    left: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for rule in report["rules"]:
        for unit in rule.get("units", ()):
            left.setdefault((rule["id"], unit["name"]), []).append(unit)
    for wanted in truth.get("units", ()):
        found = left.get((wanted["rule"], wanted["name"]), [])
        numbered = {**wanted, "row": None}
        _score_row(result, wanted["rule"], numbered, found.pop(0) if found else None, report)


def _score_documents(result: Score, report: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
    hashes = {entry["path"]: entry["sha256"] for entry in report["ledger"]}
    kinds = {entry["sha256"]: entry["kind"] for entry in report["ledger"]}
    first = {entry["sha256"]: entry["path"] for entry in reversed(report["ledger"])}
    records: dict[str, list[Mapping[str, Any]]] = {}
    for record in report["records"]:
        records.setdefault(record["path"], []).append(record)
    for document in truth["documents"]:
        sha256 = hashes.get(document["path"], "")
        scan = document["medium"] in SCANS
        right = kinds.get(sha256) == document["kind"]
        result.kinds["right" if right else "wrong", scan] += 1
        if not right:
            result.faults.append(
                f"kind: {document['path']} ({document['medium']}): wanted {document['kind']}, got {kinds.get(sha256)}"
            )
        _score_records(result, document, records.get(first.get(sha256, ""), []), scan=scan)


def _score_records(result: Score, document: Mapping[str, Any], got: Iterable[Mapping[str, Any]], *, scan: bool) -> None:
    for wanted in document["records"]:
        candidates = [record for record in got if record["kind"] == wanted["kind"]]
        best = max(candidates, key=lambda record: _closeness(record, wanted), default=None)
        for name, value in wanted["fields"].items():
            if name in {"seals", "signature"}:
                continue
            found = best["fields"].get(name, {}).get("value") if best else None
            for part, right in _compare(name, value, found):
                result.fields["right" if right else "wrong", f"{wanted['kind']}.{part}", scan] += 1
                if not right:
                    place = f"{document['path']} ({document['medium']} {document['layout']})"
                    result.faults.append(f"field: {place} {part}: wanted {value!r:.80}, got {found!r:.80}")


def _closeness(record: Mapping[str, Any], wanted: Mapping[str, Any]) -> int:
    return sum(
        right
        for name, value in wanted["fields"].items()
        for _, right in _compare(name, value, record["fields"].get(name, {}).get("value"))
    )


def _compare(name: str, wanted: object, found: object) -> Iterator[tuple[str, bool]]:
    """The parts of a field, each right or wrong: rows of a table count one by one."""
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], Mapping):
        rows = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
        for part in wanted:
            yield name, any(_contains(row, part) for row in rows)
    else:
        yield name, _equal(wanted, found)


def _contains(row: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    return all(_equal(value, row.get(key)) for key, value in part.items())


def _equal(wanted: object, found: object) -> bool:
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return abs(float(wanted) - float(found)) <= MONEY_TOLERANCE
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(_equal(one, other) for one, other in zip(wanted, found, strict=True))
    if wanted is None or found is None:
        return wanted is found
    return squash(_masked(str(wanted))) == squash(_masked(str(found)))


def _masked(text: str) -> str:
    """Private numbers as the report shows them."""
    from domain.codes import mask_private

    return mask_private(text)

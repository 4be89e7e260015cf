"""report.json: the report for machines, the same bytes for the same report (contract, section 4)."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

from domain.codes import mask_private
from domain.documents import Source
from domain.findings import Finding
from domain.records import Field, Record
from domain.report import Applicant, JudgedList, Judgement, Report, RuleResult, Unit

SCHEMA = "chayan/report/1"
BOX_DIGITS = 4


def render_json(report: Report) -> bytes:
    """The report as UTF-8 JSON: keys sorted, two-space indent, ID numbers and phones masked."""
    text = json.dumps(_plain(report_data(report)), ensure_ascii=False, sort_keys=True, indent=2)
    return f"{text}\n".encode()


def report_data(report: Report) -> dict[str, Any]:
    """The report in the shape of the contract."""
    return {
        "schema": SCHEMA,
        "version": report.version,
        "programme": {
            "id": report.programme.id,
            "title": report.programme.title,
            "sha256": report.programme.sha256,
        },
        "options": {
            "year": report.options.year,
            "as_of": report.options.as_of,
            "deadline": report.options.deadline,
            "policy": dict(report.options.policy),
            "circumstances": sorted(report.options.circumstances),
        },
        "applicant": _applicant(report.applicant),
        "archives": [_shallow(archive) for archive in report.archives],
        "ledger": [_shallow(entry) for entry in report.ledger],
        "rules": [_rule(result) for result in report.rules],
        "lists": {name: _list(judged) for name, judged in report.lists.items()},
        "findings": [_finding(finding_id, finding) for finding_id, finding in report.findings],
        "records": [_record(record) for record in report.records],
    }


def _applicant(applicant: Applicant | None) -> dict[str, Any]:
    platform = applicant.platform if applicant else None
    return {
        "name": applicant.name if applicant else None,
        "uscc": applicant.uscc if applicant else None,
        "aliases": list(applicant.aliases) if applicant else [],
        "platform": platform.platform if platform else None,
        "category": platform.category if platform else None,
        "registry_no": platform.number if platform else None,
    }


def _rule(result: RuleResult) -> dict[str, Any]:
    rule, count = result.rule, result.count
    return {
        "id": rule.id,
        "article": rule.article,
        "title": rule.title,
        "metric": rule.metric,
        "unit": rule.unit,
        "threshold": result.threshold,
        "declared": count.declared,
        "listed": count.listed,
        "verified": count.verified,
        "open": count.open,
        "covered": count.covered,
        "excluded": count.excluded,
        "duplicates": count.duplicates,
        "value": count.value,
        "readings": dict(count.readings),
        "verdict": result.verdict,
        "findings": list(result.findings),
        "units": [_unit(unit) for unit in result.units],
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "status": unit.status,
        "reasons": list(unit.reasons),
        "sources": [_source(source) for source in unit.sources],
    }


def _list(judged: JudgedList) -> dict[str, Any]:
    declared = judged.declared
    return {
        "path": declared.path,
        "sheet": declared.sheet,
        "header_row": declared.header_row,
        "rows": [_row(judgement) for judgement in judged.judgements],
    }


def _row(judgement: Judgement) -> dict[str, Any]:
    claim = judgement.claim
    return {
        "row": claim.row,
        "name": claim.name,
        "cells": dict(claim.cells),
        "status": judgement.status,
        "reasons": list(judgement.reasons),
        "sources": [_source(source) for source in judgement.sources],
    }


def _finding(finding_id: str, finding: Finding) -> dict[str, Any]:
    return {
        "id": finding_id,
        "reason": finding.reason,
        "severity": finding.severity,
        "rule": finding.rule,
        "list": finding.list,
        "row": finding.row,
        "message": finding.message,
        "message_en": finding.message_en,
        "sources": [_source(source) for source in finding.sources],
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "path": record.path,
        "pages": record.pages,
        "fields": {name: _field(field) for name, field in record.fields.items()},
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": round(field.confidence, BOX_DIGITS),
        "source": _source(field.source),
    }


def _source(source: Source) -> dict[str, Any]:
    shallow = _shallow(source)
    if source.bbox is not None:
        shallow["bbox"] = [round(edge, BOX_DIGITS) for edge in source.bbox]
    return shallow


def _shallow(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any of our dataclasses
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: Any, key: str = "") -> Any:  # noqa: ANN401, PLR0911 - any JSON-like value, one return per type
    """JSON types only, every text masked."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | PurePath):
        return _masked(str(value), key)
    if isinstance(value, Mapping):
        return {str(name): _plain(item, str(name)) for name, item in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [_plain(item, key) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _masked(text: str, key: str) -> str:
    """A text without private numbers; hashes stay."""
    return text if key == "sha256" else mask_private(text)

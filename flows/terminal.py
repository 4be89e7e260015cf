"""What a verified submission looks like: a table on a terminal, lines parted by tabs in a pipe."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import click

from domain.programme import Verdict
from flows.inbox import Became, Receipt
from flows.results import Outcome
from reports.wording import LIST, VERDICT

Language = Literal["zh", "en"]

SHOWN_FINDINGS = 12
"""Findings listed on the terminal; the workbook has all."""

HEADS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("指标", "门槛", "名单", "核实", "覆盖", "待查", "不计", "数值", "结论"),
    "en": ("rule", "bar", "listed", "verified", "covered", "open", "excluded", "value", "verdict"),
}
COLOURS = {"met": "green", "not-met": "red", "open": "yellow", "missing": "dim"}


def show_outcome(outcome: Outcome, lang: Language) -> None:
    """The rules with their numbers, the weightiest findings, and where the papers lie."""
    report = outcome.report
    unknown = "未能确定申报单位" if lang == "zh" else "applicant unknown"
    click.echo(_seen(f"{report['applicant']['name'] or unknown}　{report['programme']['title']}"))
    rules = [rule for rule in report["rules"] if rule["verdict"] is not None or rule["listed"]]
    if sys.stdout.isatty():
        _show_table(rules, lang)
    else:
        for cells in (HEADS[lang], *(_cells(rule, lang) for rule in rules)):
            click.echo("\t".join(cells))
    for line in _findings(report["findings"], lang):
        click.echo(_seen(f"  {line}"))
    click.echo(f"{'结果' if lang == 'zh' else 'results'}: {click.format_filename(outcome.folder)}")


RECEIPT_HEADS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("材料", "结果", "符合", "不符合", "需复核", "未提供", "问题", "位置"),
    "en": ("submission", "became", "met", "not met", "open", "missing", "findings", "where"),
}
BECAME: Mapping[Became, str] = {"verified": "已核查", "unchanged": "未变", "failed": "未能核查"}


def show_receipts(receipts: Sequence[Receipt], lang: Language) -> None:
    """A line for each submission of an inbox: what became of it, its verdicts, and where its papers lie."""
    click.echo("\t".join(RECEIPT_HEADS[lang]))
    for receipt in receipts:
        became = BECAME[receipt.became] if lang == "zh" else receipt.became
        numbers = receipt.numbers()
        counts = [str(numbers.get(key, "")) for key in ("met", "not-met", "open", "missing", "findings")]
        place = click.format_filename(receipt.outcome.folder) if receipt.outcome else receipt.sentence
        click.echo("\t".join((_seen(receipt.name), became, *counts, _seen(place))))


def _show_table(rules: Sequence[Mapping[str, Any]], lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    first, *others = HEADS[lang]
    table = Table()
    table.add_column(first, min_width=len("gate-11-surveys"), overflow="fold")
    for head in others:
        table.add_column(head, justify="right", no_wrap=True)
    for rule in rules:
        table.add_row(*_cells(rule, lang), style=COLOURS.get(rule["verdict"], ""))
    Console().print(table)


def _cells(rule: Mapping[str, Any], lang: Language) -> list[str]:
    verdict = rule["verdict"]
    word = VERDICT[Verdict(verdict) if verdict else None] if lang == "zh" else (verdict or "–")
    unit = "" if rule["unit"] == "yes" else rule["unit"]
    bar = "" if rule["threshold"] is None else f"{rule['threshold']}{unit}"
    numbers = [str(rule[key]) for key in ("listed", "verified", "covered", "open", "excluded")]
    value = "" if rule["value"] is None else str(rule["value"])
    return [f"{rule['id']} {rule['title']}" if lang == "zh" else rule["id"], bar, *numbers, value, word]


def _findings(findings: Sequence[Mapping[str, Any]], lang: Language) -> Iterator[str]:
    for finding in findings[:SHOWN_FINDINGS]:
        message = finding["message" if lang == "zh" else "message_en"]
        yield f"{finding['id']} {_place(finding, lang)}　{message}"
    rest = len(findings) - SHOWN_FINDINGS
    if rest > 0:
        yield f"……另有{rest}条，见核查表" if lang == "zh" else f"… and {rest} more, see the workbook"


def _place(finding: Mapping[str, Any], lang: Language) -> str:
    """The list and row that a finding is about, else its rule."""
    name: str | None = finding["list"]
    if name is None:
        return str(finding["rule"] or "")
    row = finding["row"]
    if lang == "zh":
        return LIST.get(name, name) + (f" 第{row}行" if row else "")
    return name + (f" row {row}" if row else "")


def _seen(text: str) -> str:
    """A text without signs that a terminal would obey: what papers say is not to be trusted."""
    return "".join(sign if sign.isprintable() or sign == "　" else "�" for sign in text)

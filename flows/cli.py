"""The command line: chayan verify, programmes, names … (contract, section 1)."""

import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import programmes
from domain.errors import ChayanError, UsageError
from flows.home import default_home

if TYPE_CHECKING:
    from flows.progress import Progress
    from flows.verify import Outcome, Request

SHOWN_FINDINGS = 12
"""Findings listed on the terminal; the workbook has all."""


class Commands(click.Group):
    """All commands; faults of use end with one sentence and status 2, our own with status 3."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command line and end with the contract's exit status."""
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
            sys.exit(status if isinstance(status, int) else 0)
        except click.exceptions.Exit as exit_:
            sys.exit(exit_.exit_code)
        except click.ClickException as error:
            _fail(error.format_message(), 2)
        except click.Abort:
            _fail("已中断 (interrupted)", 130)
        except ChayanError as error:
            _fail(str(error), error.exit_status)
        except Exception as error:
            logging.getLogger("chayan").debug("internal error", exc_info=True)
            _fail(f"内部错误：{type(error).__name__}: {error} (internal error)", 3)


def _fail(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chayan")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示详情 show details of errors")
def main(*, verbose: bool) -> None:
    """查验：核对申报材料，给出各项指标的核实数。 Verified counts from submission archives."""
    logging.basicConfig(stream=sys.stderr, level=logging.DEBUG if verbose else logging.WARNING)


@main.command()
@click.argument("archives", nargs=-1, type=click.Path(path_type=Path))
@click.option("--programme", default=programmes.DEFAULT, show_default=True, help="评价方案 programme id")
@click.option("--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True, help="结果文件夹")
@click.option("--year", type=click.IntRange(2000, 2100), help="评价年度（默认按评价方案）")
@click.option("--applicant", help="申报单位名称（默认从材料中识别）")
@click.option("--form", type=click.Path(path_type=Path), help="填报信息（xlsx）")
@click.option("--deadline", help="申报截止日期 YYYY-MM-DD")
@click.option("--policy", multiple=True, metavar="SWITCH=VALUE", help="口径开关，可多次给出")
@click.option("--circumstance", multiple=True, help="由人工认定的放宽情形，可多次给出")
@click.option("--password", multiple=True, help="压缩包密码，可多次给出")
@click.option("--passwords", type=click.Path(path_type=Path), help="每行一个密码的文件")
@click.option("--no-cache", is_flag=True, help="不使用已保存的读取结果")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="终端语言")
@click.option("-j", "--jobs", type=click.IntRange(1), help="并行进程数（默认为处理器核数）")
@click.option("--json", "as_json", is_flag=True, help="把 report.json 输出到标准输出")
@click.option("-q", "--quiet", is_flag=True, help="不显示进度")
def verify(archives: tuple[Path, ...], **options: Any) -> int:  # noqa: ANN401 - click hands over the options by name
    """核查一份申报材料（一个或多个压缩包，或解压后的文件夹）。 Verify one submission."""
    from flows.progress import shown
    from flows.verify import Request

    request = Request(
        archives=archives,
        programme=options["programme"],
        out=options["out"],
        applicant=options["applicant"],
        year=options["year"],
        deadline=_day(options["deadline"]),
        policy=_switches(options["policy"]),
        circumstances=frozenset(options["circumstance"]),
        passwords=(*options["password"], *_lines(options["passwords"])),
        jobs=options["jobs"],
        use_cache=not options["no_cache"],
    )
    with shown(quiet=options["quiet"]) as progress:
        outcome = _verify(request, progress)
    if options["as_json"]:
        sys.stdout.buffer.write((outcome.folder / "report.json").read_bytes())
    elif not options["quiet"]:
        show_report(outcome.report, outcome.folder, options["lang"])
    return 1 if outcome.needs_a_person else 0


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError as error:
        raise UsageError(f"日期“{text}”应写作 YYYY-MM-DD (not a date)") from error


def _switches(pairs: Sequence[str]) -> Mapping[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise UsageError(f"“{wrong[0]}”应写作 SWITCH=VALUE (not a switch)")
    return dict(pair.split("=", 1) for pair in pairs)


def _lines(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        return tuple(line for line in file.read_text(encoding="utf-8").splitlines() if line)
    except OSError as error:
        raise UsageError(f"无法读取“{file}”：{error.strerror} (cannot read the passwords)") from error


def show_report(report: Mapping[str, Any], folder: Path, lang: str) -> None:
    """A readable table of the rules and the weightiest findings, on the terminal."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    applicant = report["applicant"]["name"] or ("未能确定" if lang == "zh" else "unknown")
    console.print(f"[bold]{applicant}[/bold]　{report['programme']['title']}", highlight=False)
    heads = ("指标", "要求", "名单", "核实", "覆盖", "待查", "不计", "数值", "结论")
    english = ("rule", "bar", "listed", "verified", "covered", "open", "excluded", "value", "verdict")
    table = Table(*(heads if lang == "zh" else english))
    for rule in report["rules"]:
        if rule["verdict"] is not None or rule["listed"]:
            table.add_row(*_cells(rule, lang), style=VERDICT_STYLES.get(rule["verdict"], ""))
    console.print(table)
    _show_findings(console, report["findings"], lang)
    console.print(f"{'结果' if lang == 'zh' else 'results'}: {folder}", highlight=False)


VERDICT_STYLES = {"met": "green", "not-met": "red", "open": "yellow", "missing": "dim"}


def _cells(rule: Mapping[str, Any], lang: str) -> list[str]:
    from domain.programme import Verdict
    from reports.wording import VERDICT

    verdict = rule["verdict"]
    word = VERDICT[Verdict(verdict) if verdict else None] if lang == "zh" else (verdict or "–")
    bar = "" if rule["threshold"] is None else f"{rule['threshold']} {rule['unit']}"
    numbers = [str(rule[key]) for key in ("listed", "verified", "covered", "open", "excluded")]
    value = "" if rule["value"] is None else str(rule["value"])
    return [f"{rule['id']} {rule['title']}" if lang == "zh" else rule["id"], bar, *numbers, value, word]


def _show_findings(console: Any, findings: Sequence[Mapping[str, Any]], lang: str) -> None:  # noqa: ANN401
    key = "message" if lang == "zh" else "message_en"
    for finding in findings[:SHOWN_FINDINGS]:
        place = f"{finding['list']} {finding['row']}" if finding["row"] else (finding["rule"] or "")
        console.print(f"  {finding['id']} {place}　{finding[key]}", highlight=False, markup=False)
    if len(findings) > SHOWN_FINDINGS:
        rest = len(findings) - SHOWN_FINDINGS
        text = f"  ……另有{rest}条，见核查表" if lang == "zh" else f"  … and {rest} more, see the workbook"
        console.print(text, highlight=False)


@main.command(name="programmes")
@click.argument("key", required=False)
def list_programmes(key: str | None) -> None:
    """列出评价方案，或显示一个方案的指标、条款和门槛。 List the programmes or one with its rules."""
    if key is None:
        for each in programmes.keys():  # noqa: SIM118 - a function of ours, not a dict
            click.echo(f"{each}\t{programmes.load(each).title}")
        return
    programme = programmes.load(key)
    click.echo(f"{programme.id}\t{programme.title}\t{programme.year}")
    for rule in programme.rules:
        bar = rule.at_least if rule.at_least is not None else rule.more_than
        sign = "" if bar is None else (f"≥ {bar}" if rule.at_least is not None else f"> {bar}")
        click.echo(f"{rule.id}\t{rule.article}\t{rule.title}\t{sign} {rule.unit}\t“{rule.quote}”")
    for switch in programme.switches:
        click.echo(f"--policy {switch.name}={'|'.join(switch.values)}\t{switch.note}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--out", type=click.Path(path_type=Path), help="写入 xlsx 文件")
def names(file: Path, *, as_json: bool, out: Path | None) -> None:
    """比较企业名称：两列逐行比较，一列找出重复和可能重复的。 Compare company names, or find duplicates."""
    from flows import name_tables

    table = name_tables.names_table(file)
    if out is not None:
        from reports.workbook import render_table

        out.write_bytes(render_table(table.heads, table.rows, "names"))
    elif as_json:
        _print_json(name_tables.as_json(table))
    else:
        click.echo(name_tables.as_tsv(table), nl=False)


def _verify(request: "Request", progress: "Progress") -> "Outcome":
    """Answer an unchanged submission at once; else run the core, as a flow where a server is configured."""
    from flows.verify import kept_outcome, verify_submission

    home = default_home()
    kept = kept_outcome(request, home)
    if kept is not None:
        return kept
    if os.environ.get("PREFECT_API_URL") or os.environ.get("CHAYAN_FLOW") == "embedded":
        from flows.submission import verify_as_flow

        return verify_as_flow(request, home, progress)
    return verify_submission(request, home, progress)


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))

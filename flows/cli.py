"""The command line: chayan verify, inbox, sample, programmes, names, form (contract, section 1)."""

import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import programmes
from domain.errors import ChayanError, UsageError
from flows.home import check_writable, default_home, write_atomic
from flows.text_files import read_text

if TYPE_CHECKING:
    from domain.programme import Rule
    from flows.progress import Progress
    from flows.results import Outcome
    from flows.verify import Request
    from validators.sampling import Plan

LOGGER = logging.getLogger("chayan")
"""Hears of internal errors; silent unless asked for details."""


class Commands(click.Group):
    """All commands; faults of use end with one sentence and status 2, faults of program or machine with 3."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command line and end with the contract's exit status."""
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
            sys.exit(status if isinstance(status, int) else 0)
        except click.exceptions.Exit as exit_:
            sys.exit(exit_.exit_code)
        except click.exceptions.NoArgsIsHelpError as error:
            _fail(error.format_message(), 2)
        except click.ClickException as error:
            _fail(f"用法有误：{error.format_message()} (wrong usage; try --help)", 2)
        except click.Abort:
            _fail("已中断 (interrupted)", 130)
        except ChayanError as error:
            _fail(str(error), error.exit_status)
        except OSError as error:
            LOGGER.debug("cannot read or write", exc_info=True)
            _fail(f"无法读写“{error.filename}”：{error.strerror} (cannot read or write)", 3)
        except Exception as error:
            LOGGER.debug("internal error", exc_info=True)
            _fail(f"内部错误：{type(error).__name__}: {error} (internal error)", 3)


def _fail(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chayan")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示详情 show details of errors")
def main(*, verbose: bool) -> None:
    """查验：核对申报材料，给出各项指标的核实数。 Verified counts from submission archives."""
    if verbose:
        LOGGER.addHandler(logging.StreamHandler())
        LOGGER.setLevel(logging.DEBUG)


REQUEST_OPTIONS = (
    click.option("--programme", default=programmes.DEFAULT, show_default=True, help="评价方案 programme id"),
    click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=Path("results"),
        show_default=True,
        help="结果文件夹 results folder",
    ),
    click.option("--year", type=click.IntRange(2000, 2100), help="评价年度，默认按评价方案 year under evaluation"),
    click.option("--applicant", help="申报单位名称，默认从材料中识别 name of the applicant"),
    click.option(
        "--form", type=click.Path(path_type=Path), help="填报信息（xlsx），不在压缩包中时给出 the declared form"
    ),
    click.option("--deadline", metavar="YYYY-MM-DD", help="申报截止日期 day until which to hand in"),
    click.option("--policy", multiple=True, metavar="SWITCH=VALUE", help="口径开关，可多次给出 reading of a wording"),
    click.option("--circumstance", multiple=True, help="由人工认定的放宽情形，可多次给出 circumstance set by a person"),
    click.option("--password", multiple=True, help="压缩包密码，可多次给出 password of an archive"),
    click.option(
        "--passwords", type=click.Path(path_type=Path), help="每行一个密码的文件 file with a password on each line"
    ),
    click.option("--no-cache", is_flag=True, help="全部重新读取 read everything anew"),
    click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="终端语言 language"),
    click.option("-j", "--jobs", type=click.IntRange(1), help="并行进程数，默认为处理器核数 worker processes"),
    click.option("--json", "as_json", is_flag=True, help="把 report.json 输出到标准输出 print the report"),
    click.option("-q", "--quiet", is_flag=True, help="不显示进度和结果 no progress, no table"),
)
"""What both `verify` and `inbox` take."""


def request_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with all options of a request."""
    for option in reversed(REQUEST_OPTIONS):
        command = option(command)
    return command


@main.command()
@click.argument("archives", nargs=-1, type=click.Path(path_type=Path))
@request_options
def verify(archives: tuple[Path, ...], **options: Any) -> int:  # noqa: ANN401 - click hands over the options by name
    """核查一份申报材料（一个或多个压缩包，或解压后的文件夹）。 Verify one submission."""
    from flows.progress import shown

    request = _request(archives, options)
    with shown(quiet=options["quiet"]) as progress:
        outcome = _verify(request, progress)
    if options["as_json"]:
        sys.stdout.buffer.write((outcome.folder / "report.json").read_bytes())
        sys.stdout.buffer.flush()
    elif not options["quiet"]:
        from flows.terminal import show_outcome

        show_outcome(outcome, options["lang"])
    return 1 if outcome.needs_a_person else 0


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@request_options
def inbox(folder: Path, **options: Any) -> int:  # noqa: ANN401 - click hands over the options by name
    """核查收件文件夹里的每一份材料，未变的不重读。 Verify every submission in a drop folder."""
    from flows.inbox import exit_status, look_into, verify_inbox
    from flows.progress import shown
    from flows.terminal import show_receipts

    found = look_into(folder)
    for path in found.foreign:
        click.echo(f"不是压缩包，未处理：{path.name} (no archive, left alone)", err=True)
    if not found.submissions:
        raise UsageError(f"“{folder}”里没有压缩包或文件夹 (nothing to verify)")
    with shown(quiet=options["quiet"]) as progress:
        receipts = list(
            verify_inbox(
                found,
                _request((), options),
                lambda request: _verify(request, progress),
                lambda name: progress.stage(name, 0),
            )
        )
    if options["as_json"]:
        click.echo(json.dumps([receipt.data() for receipt in receipts], ensure_ascii=False, indent=2))
    elif not options["quiet"]:
        show_receipts(receipts, options["lang"])
    return exit_status(receipts)


def _request(archives: tuple[Path, ...], options: Mapping[str, Any]) -> "Request":
    from flows.verify import Request

    return Request(
        archives=archives,
        programme=options["programme"],
        out=options["out"],
        applicant=options["applicant"],
        form=options["form"],
        year=options["year"],
        deadline=_day(options["deadline"]),
        policy=_switches(options["policy"]),
        circumstances=frozenset(options["circumstance"]),
        passwords=(*options["password"], *_lines(options["passwords"])),
        jobs=options["jobs"],
        use_cache=not options["no_cache"],
    )


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
    return tuple(line for line in read_text(file).splitlines() if line) if file is not None else ()


@main.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--plan", "plan_name", default="random", show_default=True, help="抽样方法 how items are drawn")
@click.option("--size", type=click.IntRange(1), help="样本个数，默认按置信度和可容忍率 how many items")
@click.option("--seed", type=click.IntRange(0), help="随机种子，默认随机选取并写明 seed")
@click.option("--list", "lists", multiple=True, help="只从这些名单或指标抽取 only these lists or rules")
@click.option("--confidence", type=float, default=0.95, show_default=True, help="置信度")
@click.option("--tolerable", type=float, default=0.05, show_default=True, help="可容忍错误率 tolerable error rate")
@click.option("--expected", type=float, default=0.0, show_default=True, help="预期错误率 expected error rate")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON print JSON")
@click.option("--out", type=click.Path(path_type=Path), help="写入工作底稿 xlsx write the work paper")
def sample(results: tuple[Path, ...], **options: Any) -> None:  # noqa: ANN401 - click hands over the options by name
    """从核查结果中抽取可复现的抽查样本。 Draw a reproducible spot-check sample from results."""
    from flows import spot_check
    from validators.sampling import draw

    out = options["out"]
    if out is not None:
        check_writable(out.parent, "文件夹")
    plan = _plan(options)
    drawn = draw(spot_check.items_of(results, options["lists"]), plan)
    how = spot_check.provenance(drawn)
    click.echo("  ".join(f"{key}={value}" for key, value in how.items()), err=True)
    if out is not None:
        write_atomic(out, spot_check.work_paper(drawn))
    elif options["as_json"]:
        click.echo(json.dumps(spot_check.as_json(drawn), ensure_ascii=False, indent=2))
    else:
        click.echo(spot_check.as_tsv(drawn), nl=False)


def _plan(options: Mapping[str, Any]) -> "Plan":
    import secrets

    from validators.sampling import Plan, PlanName

    name = options["plan_name"]
    if name not in set(PlanName):
        raise UsageError(f"没有名为“{name}”的抽样方法；可用：{'、'.join(PlanName)} (unknown plan)")
    seed = options["seed"] if options["seed"] is not None else secrets.randbelow(10**9)
    rates = {key: options[key] for key in ("confidence", "tolerable", "expected")}
    return Plan(name=PlanName(name), seed=seed, size=options["size"], **rates)


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
        click.echo(f"{rule.id}\t{rule.article}\t{rule.title}\t{_bar(rule)}\t“{rule.quote}”")
    for switch in programme.switches:
        click.echo(f"--policy {switch.name}={'|'.join(switch.values)}\t{switch.note}")
    for rule in programme.rules:
        if rule.relaxed is not None:
            click.echo(
                f"--circumstance {rule.relaxed.when}\t{rule.id} ≥ {rule.relaxed.at_least}\t“{rule.relaxed.quote}”"
            )


def _bar(rule: "Rule") -> str:
    """The bar of a rule with its unit; the unit alone where nothing is judged."""
    if rule.share is not None:
        cap = f"，最多 {rule.cap}" if rule.cap is not None else ""
        return f"≥ {rule.share_of} × {rule.share}{cap} {rule.unit}"
    if rule.at_least is not None:
        return f"≥ {rule.at_least} {rule.unit}"
    return rule.unit if rule.more_than is None else f"> {rule.more_than} {rule.unit}"


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON print JSON")
@click.option("--out", type=click.Path(path_type=Path), help="写入 xlsx 文件 write a workbook")
def names(file: Path, *, as_json: bool, out: Path | None) -> None:
    """比较企业名称：两列逐行比较，一列找出重复和可能重复的。 Compare company names, or find duplicates."""
    from flows import name_tables

    if out is not None:
        check_writable(out.parent, "文件夹")
    table = name_tables.names_table(file)
    if out is not None:
        from reports.workbook import render_table

        write_atomic(out, render_table(table.heads, table.rows, "names"))
    elif as_json:
        click.echo(json.dumps(name_tables.as_json(table), ensure_ascii=False, indent=2))
    else:
        click.echo(name_tables.as_tsv(table), nl=False)


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("填报信息.xlsx"),
    show_default=True,
    help="模板文件，不覆盖已有文件 file to write, never one that is there",
)
def form(out: Path) -> None:
    """写出空白的填报信息模板，填好后由 verify --form 读取。 Write the empty form for verify --form."""
    from reports.form_template import render_form_template

    if out.exists():
        raise UsageError(f"“{out}”已存在，未覆盖 (the file exists and is left alone)")
    check_writable(out.parent, "文件夹")
    write_atomic(out, render_form_template())
    click.echo(out)

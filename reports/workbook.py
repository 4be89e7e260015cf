"""核查表.xlsx: what a reviewer filters, prints and fills in (domain.md 5.5)."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from domain.claims import COLUMNS, ListName
from domain.codes import mask_private
from domain.documents import Source
from domain.findings import Finding
from domain.report import JudgedList, Judgement, Report, RuleResult
from reports.book import MAX_SOURCES, UNDATED, Book, Cell, Hash, places
from reports.unit_sheet import UNITS_SHEET, write_units
from reports.wording import COLUMN, LIST, OUTCOME, SEVERITY, STATUS, VERDICT

RULES, ISSUES, MATRIX, LEDGER = "核查表", "问题清单", "佐证矩阵", "文件清单"
HUMAN_COLOUR = "#FFFFE0"


def render_workbook(report: Report) -> bytes:
    """核查表.xlsx of a report."""
    book = Book()
    book.describe(title="核查表", author="chayan", comments=_provenance(report))
    name = report.applicant.name if report.applicant else "（未能确定申报单位）"
    _write_rules(book, report, name)
    for list_name in ListName:
        if list_name.value in report.lists:
            _write_list(
                book, list_name, report.lists[list_name.value], [finding for _, finding in report.findings], name
            )
    write_units(book, report, name)
    _write_issues(book, report, name)
    _write_matrix(book, report, name)
    _write_ledger(book, report, name)
    return book.close()


def _provenance(report: Report) -> str:
    """Which programme, readings and archives the workbook rests on."""
    switches = "；".join(f"{key}={value}" for key, value in sorted(report.options.policy.items()))
    archives = "；".join(f"{mask_private(archive.name)} sha256={archive.sha256}" for archive in report.archives)
    return f"chayan {report.version}；{report.programme.id} sha256={report.programme.sha256}；{switches}；{archives}"


def _write_rules(book: Book, report: Report, name: str) -> None:
    heads = [
        ("指标", 13),
        ("要求", 28),
        ("门槛", 7),
        ("单位", 6),
        ("填报数", 8),
        ("名单数（去重后）", 9),
        ("核实数（确认）", 9),
        ("承诺覆盖", 8),
        ("待核查", 8),
        ("不计入", 8),
        ("核实数（上限）", 9),
        ("数值", 9),
        ("结论", 9),
        ("问题说明", 50),
        ("审核意见", 16),
        ("审核人", 9),
        ("日期", 11),
    ]
    sheet = book.sheet(RULES, heads, f"{name}　{report.programme.title}　核查表")
    findings = dict(report.findings)
    rows = [(_rule_cells(result, findings), result.verdict) for result in report.rules]
    book.rows(sheet, rows, len(heads))
    human = book.format(bg_color=HUMAN_COLOUR)
    for place, result in enumerate(report.rules, 2):
        for column in range(len(heads) - 3, len(heads)):
            sheet.write_blank(place, column, None, human)
        _link_to_list(book, sheet, place, result, report)
    note = "符合：待核查的全部不计仍达到门槛；不符合：全部计入仍未达到；需复核：取决于人工核查。结论由人工决定。"
    last = len(report.rules) + 3
    sheet.write_string(last, 0, note)
    sheet.write_string(last + 1, 0, _provenance(report))


def _rule_cells(result: RuleResult, findings: dict[str, Finding]) -> list[Cell]:
    rule, count = result.rule, result.count
    most = count.verified + count.covered + count.open
    worst = [findings[finding_id] for finding_id in result.findings if findings[finding_id].row is None]
    rows = len(result.findings) - len(worst)
    said = [finding.message for finding in worst[:MAX_SOURCES]]
    unit = UNITS.get(rule.unit, rule.unit)
    said += [f"另一口径：{words}{number}{unit}。" for words, number in count.readings.items()]
    if rows:
        said.append(f"名单各行的问题{rows}条，见名单和问题清单。")
    return [
        rule.id,
        f"{rule.article} {rule.title}",
        result.threshold,
        unit,
        count.declared,
        count.listed,
        count.verified,
        count.covered,
        count.open,
        count.excluded,
        most,
        count.value,
        VERDICT[result.verdict],
        "\n".join(said),
    ]


UNITS = {"yes": "是否"}
"""Units in the reviewer's words, where they differ."""

LIST_OF_METRIC = {
    "served_smes": "served",
    "partner_agencies": "partners",
    "qualified_staff": "staff",
    "satisfaction": "surveys",
    "satisfaction_surveys": "surveys",
    "high_growth_smes": "high-growth",
    "startups_served": "startups",
    "financed_smes": "financed",
    "financing_amount": "financed",
    "listed_companies": "listed",
    "neeq_innovation": "listed",
    "newly_recognised_smes": "recognised",
}


def _link_to_list(book: Book, sheet: Any, row: int, result: RuleResult, report: Report) -> None:  # noqa: ANN401
    """A link from the rule's id to the sheet of its list, or of its units."""
    name = LIST_OF_METRIC.get(result.rule.metric)
    target = LIST[name] if name in report.lists and name is not None else UNITS_SHEET if result.units else ""
    if target:
        style = book.format(font_color="#0563C1", underline=1)
        sheet.write_url(row, 0, f"internal:'{target}'!A1", style, result.rule.id)


def _write_list(book: Book, list_name: ListName, judged: JudgedList, findings: Sequence[Finding], name: str) -> None:
    keys = [key for key in COLUMNS.get(list_name, ()) if key not in NAME_COLUMNS]
    heads = [("行号", 6), ("名称", 28), ("状态", 11), ("原因", 44)]
    heads += [(COLUMN.get(key, key), 14) for key in keys]
    heads += [("佐证位置", 56), ("人工意见", 16)]
    place = f"{judged.declared.path}　{judged.declared.sheet}"
    sheet = book.sheet(LIST[list_name.value], heads, f"{name}　{LIST[list_name.value]}　（{place}）")
    messages = _messages(list_name.value, findings)
    rows = [(_list_cells(judgement, keys, messages), judgement.status) for judgement in judged.judgements]
    book.rows(sheet, rows, len(heads))


NAME_COLUMNS = frozenset({"enterprise", "name", "partner", "activity", "product"})
"""Columns that the second column of every list shows already."""


def _messages(list_name: str, findings: Sequence[Finding]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for finding in findings:
        if finding.list == list_name and finding.row is not None:
            found.setdefault(finding.row, []).append(finding.message)
    return found


def _list_cells(judgement: Judgement, keys: Sequence[str], messages: dict[int, list[str]]) -> list[Cell]:
    claim = judgement.claim
    cells = [claim.cells.get(key) for key in keys]
    said = "\n".join(messages.get(claim.row, []))
    return [claim.row, claim.name, STATUS[judgement.status], said, *cells, places(judgement.sources), ""]


def _write_issues(book: Book, report: Report, name: str) -> None:
    heads = [
        ("编号", 8),
        ("指标", 14),
        ("严重程度", 10),
        ("名单", 14),
        ("行号", 6),
        ("问题代码", 24),
        ("问题", 60),
        ("位置", 50),
        ("处理状态", 12),
        ("备注", 20),
    ]
    sheet = book.sheet(ISSUES, heads, f"{name}　问题清单")
    rows = [
        (
            [
                finding_id,
                finding.rule or "",
                SEVERITY[finding.severity],
                LIST.get(finding.list or "", ""),
                finding.row,
                finding.reason.value,
                finding.message,
                places(finding.sources),
                "",
                "",
            ],
            None,
        )
        for finding_id, finding in report.findings
    ]
    book.rows(sheet, rows, len(heads))


MATRIX_KINDS = (
    ("合同", "service-contract"),
    ("发票", "invoice"),
    ("签到", "sign-in-sheet"),
)


def _write_matrix(book: Book, report: Report, name: str) -> None:
    """Enterprise by evidence: which papers prove each row of 附表2."""
    heads = [("行号", 6), ("企业名称", 34), ("状态", 12), *((title, 50) for title, _ in MATRIX_KINDS), ("其他", 40)]
    sheet = book.sheet(MATRIX, heads, f"{name}　企业与佐证材料对应表")
    kinds = {(record.sha256, page): record.kind.value for record in report.records for page in _pages(record.pages)}
    judged = report.lists.get("served")
    rows = [(_matrix_cells(judgement, kinds), judgement.status) for judgement in (judged.judgements if judged else ())]
    book.rows(sheet, rows, len(heads))


def _pages(pages: tuple[int, int] | None) -> Iterable[int | None]:
    return range(pages[0], pages[1] + 1) if pages else (None,)


def _matrix_cells(judgement: Judgement, kinds: dict[tuple[str, int | None], str]) -> list[Cell]:
    claim = judgement.claim
    wanted = dict(MATRIX_KINDS)
    by_kind: dict[str, list[Source]] = {}
    for source in judgement.sources:
        by_kind.setdefault(kinds.get((source.sha256, source.page), ""), []).append(source)
    columns = [places(by_kind.get(kind, [])) for kind in wanted.values()]
    others = [s for kind, group in by_kind.items() if kind not in wanted.values() for s in group]
    return [claim.row, claim.name, STATUS[judgement.status], *columns, places(others)]


def _write_ledger(book: Book, report: Report, name: str) -> None:
    heads = [
        ("路径", 70),
        ("压缩包", 24),
        ("结果", 10),
        ("原因", 24),
        ("种类", 20),
        ("页数", 7),
        ("字节", 12),
        ("读取方式", 24),
        ("SHA-256", 30),
    ]
    sheet = book.sheet(LEDGER, heads, f"{name}　文件清单（每个文件一行）")
    rows = [
        (
            [
                entry.path,
                entry.archive,
                OUTCOME[entry.outcome],
                entry.reason,
                entry.kind.value,
                entry.pages,
                entry.bytes,
                entry.read_by,
                Hash(entry.sha256),
            ],
            entry.outcome,
        )
        for entry in report.ledger
    ]
    book.rows(sheet, rows, len(heads))


def is_untouched(data: bytes) -> bool:
    """Whether a workbook is as we wrote it: every other program writes into it when it was saved."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            properties = book.read("docProps/core.xml").decode()
    except (zipfile.BadZipFile, KeyError, ValueError):
        return False
    return f"{UNDATED:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>" in properties


def render_table(heads: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """A workbook of one table, as the commands that print tables write it for Excel."""
    book = Book()
    sheet = book.sheet(title, [(head, 30) for head in heads], title)
    book.rows(sheet, ((row, None) for row in rows), len(heads))
    return book.close()

"""抽查工作底稿.xlsx: the items of a spot check with room for what the auditor finds (domain.md 5.7)."""

from collections.abc import Iterable, Mapping, Sequence

from reports.book import Book

TITLES: Mapping[str, tuple[str, int]] = {
    "applicant": ("申报单位", 28),
    "list": ("名单/指标", 12),
    "row": ("行号", 7),
    "name": ("名称", 30),
    "status": ("状态", 10),
    "amount_wan": ("金额（万元）", 12),
    "stratum": ("层", 18),
    "evidence": ("佐证位置", 60),
}
FILLED_IN = (("问题", 30), ("结论（属实/有误/无法核实）", 18), ("有误金额（万元）", 12), ("抽查人", 10), ("日期", 12))
PROVENANCE: Mapping[str, str] = {
    "plan": "抽样方法",
    "seed": "随机种子",
    "confidence": "置信度",
    "tolerable": "可容忍错误率",
    "expected": "预期错误率",
    "population": "总体个数",
    "population_sha256": "总体 SHA-256",
    "size": "样本个数",
}


def render_work_paper(provenance: Mapping[str, object], heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The workbook: the items to be checked, and how they were drawn."""
    book = Book()
    book.describe(title="抽查工作底稿", author="chayan")
    columns = [*(TITLES[head] for head in heads), *FILLED_IN]
    sheet = book.sheet("抽查工作底稿", columns, "抽查工作底稿")
    blanks = ("",) * len(FILLED_IN)
    book.rows(sheet, (((*row, *blanks), None) for row in rows), len(columns))
    how = book.sheet("抽样说明", [("项目", 20), ("内容", 70)], "抽样说明（同样的总体、方法和种子抽出同样的样本）")
    said = (((PROVENANCE[key], str(value)), None) for key, value in provenance.items())
    book.rows(how, said, 2)
    return book.close()

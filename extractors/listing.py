"""Read proofs of listing (上市挂牌证明): how far an enterprise came, by whom, on which day (domain.md 3.24)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.recognitions import Stage
from domain.records import Field, Record
from domain.text import squash
from extractors.headings import first_rows, headings
from extractors.labels import find_first, make_field, make_record
from extractors.proofs import AWARDED_LABELS, NAME, award_fields, holder_fields, issuer_fields
from extractors.script import Hit, Script
from extractors.simplified import simplified_script

CODE_LABELS = ("证券代码", "股票代码", "公司代码", "A股代码")
LAYER_LABELS = ("所属层级", "市场层级", "所属市场层级", "挂牌层级", "层级")
DATED_LABELS = (
    *("上市日期", "上市时间", "挂牌日期", "挂牌时间", "受理日期", "受理时间", "验收日期", "注册日期", "审议日期"),
    *("进层日期", "调入日期"),
    *AWARDED_LABELS,
)
STAGE_DAYS: Mapping[Stage, tuple[str, ...]] = {
    Stage.LISTED: ("上市日期", "上市时间"),
    Stage.REGISTERED: ("注册日期", "注册时间", "注册生效日期", "更新日期", "更新时间"),
    Stage.APPROVED: ("审议日期", "审议时间", "过会日期", "会议日期", "更新日期", "更新时间"),
    Stage.ACCEPTED: ("受理日期", "受理时间"),
    Stage.TUTORED: ("验收日期", "验收时间", "更新日期", "更新时间"),
    Stage.INNOVATION_LAYER: ("进层日期", "调入日期", "挂牌日期", "挂牌时间"),
}
"""The days of a page on a project that are those of a stage: one that is registered was accepted long before."""
_SENTENCES = (
    re.compile(rf"(?:关于|同意|收到|受理|对|就)[:\t\n]{{0,2}}(?:受理|同意|核准|对)?(?P<value>{NAME})"),
    re.compile(rf"(?:\A|\n)(?P<value>{NAME})[\t\n]?(?:首次公开|向不特定|股票|关于|公开发行|人民币普通股)"),
)
_CODE = re.compile(r"(?:证券|股票|公司)代码(?:为|是)?:?\t?(?P<value>[0-9]{6})(?![0-9])")
_LAYER = re.compile(r"(?:进入|调入|纳入|所属层级为?|层级:|挂牌[^\n。]{0,16}?)\t?(?P<value>创新层|基础层)")
_NOT_DONE = re.compile(r"暂缓审议|取消审议|不符合(?:发行|上市|挂牌)|未(?:获)?通过|终止审[核查]|不予(?:受理|注册|核准)")
_TAKEN_BACK = re.compile(
    r"(?:调出|退出|移出)[^\n。]{0,12}创新层|初筛|终止[^\n。]{0,30}(?:上市|挂牌)(?!审核)|摘牌|撤回[^\n。]{0,20}申请"
)
"""Headings of papers by which a stage is taken back, or not yet reached."""
_NEEQ = re.compile(r"股份转让系统|新三板|公开转让")
_ISSUE = re.compile(r"首次公开发行|向不特定合格投资者|上市申请|发行上市|公开发行股票并")
_STEPS: tuple[tuple[re.Pattern[str], Stage], ...] = (
    (
        re.compile(r"(?:进入|调入|纳入)[^\n。]{0,8}创新层|创新层(?:挂牌公司)?(?:进层|名单|公告|公司)"),
        Stage.INNOVATION_LAYER,
    ),
    (
        re.compile(
            r"股票上市的?公告|上市公告书|上市交易的公告|在[^\n。]{2,20}(?:交易所|科创板|创业板)上市的公告|在[^\n。]{0,20}上市交易"
        ),
        Stage.LISTED,
    ),
    (re.compile(r"注册的批复|同意[^\n。]{0,60}注册申请|发行股票的?注册"), Stage.REGISTERED),
    (re.compile(r"审议结果|审议会议(?:公告|结果)|发审委[^\n。]{0,12}审核结果"), Stage.APPROVED),
    (re.compile(r"辅导(?:工作)?(?:的)?(?:完成)?(?:验收|工作完成)|验收[^\n。]{0,8}辅导|完成辅导"), Stage.TUTORED),
    (re.compile(r"辅导备案|备案登记"), Stage.FILED),
    (re.compile(r"受理[^\n。]{0,40}(?:通知|申请|决定)|予以受理|受理通知"), Stage.ACCEPTED),
    (re.compile(r"同意[^\n。]{0,60}挂牌|挂牌的函|挂牌公告|公开转让并挂牌"), Stage.QUOTED),
)
_STATUS: tuple[tuple[re.Pattern[str], Stage], ...] = (
    (re.compile(r"(?:审核状态|项目状态|状态|阶段):?\t?(?:已)?(?:注册生效|同意注册)"), Stage.REGISTERED),
    (re.compile(r"(?:审核状态|项目状态|状态|阶段):?\t?(?:已)?(?:上市委(?:会议)?通过|审议通过|过会)"), Stage.APPROVED),
    (re.compile(r"(?:审核状态|项目状态|状态|阶段):?\t?(?:已)?受理"), Stage.ACCEPTED),
    (re.compile(r"(?:审核状态|项目状态|辅导状态|状态|阶段):?\t?(?:已)?辅导(?:工作)?(?:通过)?验收"), Stage.TUTORED),
    (re.compile(r"(?:审核状态|项目状态|辅导状态|状态|阶段):?\t?(?:已)?辅导备案"), Stage.FILED),
    (re.compile(r"上市(?:日期|时间):?\t?[12]"), Stage.LISTED),
    (re.compile(r"挂牌(?:日期|时间):?\t?[12]"), Stage.QUOTED),
)


def extract_listing(reading: Reading) -> tuple[Record | Problem, ...]:
    """`holder` or `holders`, `title`, `stage`, `layer`, `code`, `issuer` and `awarded_on` of a stock-market paper."""
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _title_field(reading, script) | holder_fields(reading, script, _SENTENCES)
    fields |= issuer_fields(reading, script) | _layer_field(reading, script) | _code_field(reading, script)
    fields |= _stage_field(reading, script, str(fields["layer"].value) if "layer" in fields else "")
    own = STAGE_DAYS.get(Stage(str(fields["stage"].value))) if "stage" in fields else None
    fields |= award_fields(reading, script, (*own, *AWARDED_LABELS) if own else DATED_LABELS)
    return (make_record(Kind.LISTING_PROOF, reading, fields),)


def _title_field(reading: Reading, script: Script) -> dict[str, Field]:
    """The heading that tells what the paper is."""
    page = script.pages[0].number
    rows = [hit for hit in (*headings(script, page), *first_rows(script, page)) if len(hit.text) <= _LONGEST_TITLE]
    found = next((hit for hit in rows if _step(hit.text) is not None), None)
    found = found or next((hit for hit in rows if _LISTING.search(hit.text)), None)
    return {} if found is None else {"title": make_field(reading, found, squash(found.text))}


_LISTING = re.compile(r"上市|挂牌|辅导|受理|注册|发行|创新层|股转")
_LONGEST_TITLE = 120


def _code_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`code`: six figures behind 证券代码."""
    hit = find_first(script, CODE_LABELS, accept=lambda hit: re.match(r"[0-9]{6}(?![0-9])", hit.text) is not None)
    hit = hit or script.search(_CODE)
    return {} if hit is None else {"code": make_field(reading, hit, hit.text[:6])}


def _layer_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`layer`: 创新层 or 基础层, labelled or in a sentence."""
    hit = find_first(script, LAYER_LABELS, accept=lambda hit: hit.text[:3] in ("创新层", "基础层"))
    flat = _Flat.of(script)
    match = _LAYER.search(flat.text) if hit is None else None
    hit = flat.hit(script, *match.span("value")) if match is not None else hit
    return {} if hit is None else {"layer": make_field(reading, hit, squash(hit.text)[:3])}


def _stage_field(reading: Reading, script: Script, layer: str) -> dict[str, Field]:
    """`stage`: what the title says, else the text; an application that was turned down gives none."""
    page = script.pages[0].number
    rows = [hit for hit in (*headings(script, page), *first_rows(script, page, 10)) if len(hit.text) <= _LONGEST_TITLE]
    flat = _Flat.of(script)
    by_title = next((step for hit in rows if (step := _step(hit.text)) is not None), None)
    found = by_title or _step(flat.text, (*_STATUS, *_STEPS))
    undone = any(_TAKEN_BACK.search(hit.text) for hit in rows if _LISTING.search(hit.text))
    if found is None or undone or _NOT_DONE.search(flat.text):
        return {}
    pattern, stage = found
    match = pattern.search(flat.text)
    refined = _refined(stage, layer, flat.text)
    if refined is None or match is None:
        return {}
    return {"stage": make_field(reading, flat.hit(script, *match.span()), refined.value)}


@dataclass(frozen=True, slots=True)
class _Flat:
    """The text of a paper without gaps and line ends: a heading may go over lines, in a cell too."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, script: Script) -> "_Flat":
        """That of a script."""
        places = tuple(index for index, sign in enumerate(script.text) if sign not in "\n\t")
        return cls("".join(script.text[index] for index in places), places)

    def hit(self, script: Script, start: int, end: int) -> Hit:
        """The piece of the paper."""
        return script.hit(self.places[start], self.places[end - 1] + 1)


def _step(text: str, steps: tuple[tuple[re.Pattern[str], Stage], ...] = _STEPS) -> tuple[re.Pattern[str], Stage] | None:
    """The first step of which a text speaks."""
    return next(((pattern, stage) for pattern, stage in steps if pattern.search(text)), None)


def _refined(stage: Stage, layer: str, text: str) -> Stage | None:
    """The stage by layer and market: quoted in the innovation layer is that; an accepted quotation is no listing."""
    if stage is Stage.QUOTED:
        return {"创新层": Stage.INNOVATION_LAYER, "基础层": Stage.BASE_LAYER}.get(layer, stage)
    if stage is Stage.ACCEPTED and _NEEQ.search(text) and not _ISSUE.search(text):
        return None
    if stage is Stage.INNOVATION_LAYER and layer == "基础层":
        return Stage.BASE_LAYER
    return stage

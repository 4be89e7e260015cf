"""Posts of the campaign 千亿畅融 (domain.md 3.29): what was posted where, when, by whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from domain.values import find_days, parse_day
from extractors.entries import organisation_lines
from extractors.headings import headings
from extractors.labels import find_first, make_field
from extractors.script import Hit, Script
from extractors.table_cells import cell_field
from extractors.table_headers import Column
from extractors.tables import Entry, find_table

CAMPAIGN = "千亿畅融"
ACCOUNT_LABELS = (
    "公众号",
    "公众号名称",
    "发布账号",
    "发布平台",
    "推送平台",
    "账号",
    "来源",
    "发布单位",
    "作者",
    "编辑",
)
COLUMNS = (
    Column("title", ("推送标题", "标题", "文章标题", "推送内容", "内容", "文章名称", "推文标题", "名称")),
    Column("account", ("发布平台", "推送平台", "公众号", "账号", "平台", "发布账号", "渠道", "推送渠道")),
    Column("issued_on", ("发布日期", "推送日期", "推送时间", "发布时间", "日期", "时间")),
    Column("link", ("链接", "推送链接", "网址", "文章链接", "链接地址")),
)
LINK = re.compile(r"https?://[A-Za-z0-9./?=&_%#:~+-]{6,200}|mp\.weixin\.qq\.com/s[/?][A-Za-z0-9_?=&%-]{6,120}")
_NO_LETTER = re.compile(r"\A\W+|\W+\Z")
_CAMPAIGN = re.compile(r"[千干]亿畅融")
"""Recognition takes 千 for 干."""
_POSTED = re.compile(r"(?:发布|推送|发表|更新)(?:时间|日期):?\t?(?P<value>\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2})(?!\d)")
_ORIGINAL = re.compile(r"(?:\A|\n)原创\t?(?P<value>[^\t\n:]{2,30})(?=[\t\n]|\Z)")
_ORGANISATION = re.compile(r"[\u4e00-\u9fff()]{4,40}?(?:公司|协会|联盟|促进会|联合会|服务中心)")
_LEAD_WORDS = re.compile(r"\A.{0,24}?(?:由|和|与|及|为|在|题|、)(?=[\u4e00-\u9fff]{6})")
MOST_NAMES = 40


def is_campaign(script: Script) -> bool:
    """Whether a paper speaks of the campaign."""
    return _CAMPAIGN.search(script.text) is not None


def listed_posts(reading: Reading) -> tuple[dict[str, Field], ...]:
    """The posts of a table of links, a row each; none where the paper holds no such table."""
    table = find_table(reading, COLUMNS, minimum=3)
    if table is None or "link" not in table.headers:
        return ()
    return tuple(fields for entry in table.entries if (fields := _row_fields(reading, entry)))


def _row_fields(reading: Reading, entry: Entry) -> dict[str, Field]:
    fields = {key: cell_field(reading, cell) for key, cell in entry.cells.items() if cell.text}
    if "link" in fields:
        link = LINK.search(squash(str(fields["link"].value)))
        fields["link"] = replace(fields["link"], value=link[0] if link else squash(str(fields["link"].value)))
    day = next((d.value for d in find_days(entry.text("issued_on")) if d.value), None)
    if day is not None:
        fields["issued_on"] = replace(fields["issued_on"], value=day.isoformat())
    elif "issued_on" in fields:
        del fields["issued_on"]
    return fields if "title" in fields or "link" in fields else {}


def post_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`campaign`, `account`, `link` and `mentions` of a post; nothing where the paper is none."""
    campaign = script.search(_CAMPAIGN)
    if campaign is None:
        return {}
    fields = {"campaign": make_field(reading, campaign, CAMPAIGN)}
    fields |= _headline(reading, script)
    account = script.search(_ORIGINAL) or find_first(script, ACCOUNT_LABELS)
    if account is not None and 1 < len(squash(account.text)) <= 40:
        fields["account"] = make_field(reading, account, _NO_LETTER.sub("", squash(account.text)))
    posted = script.search(_POSTED)
    day = parse_day(posted.text) if posted is not None else None
    if posted is not None and day is not None:
        fields["issued_on"] = make_field(reading, posted, day.isoformat())
    link = script.search(LINK)
    if link is not None:
        fields["link"] = make_field(reading, link, squash(link.text))
    return fields | mention_fields(reading, script)


def mention_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`mentions`: the organisations that the text names."""
    hits = [*organisation_lines(script), *_mentioned(script)][:MOST_NAMES]
    names = list(dict.fromkeys(squash(hit.text) for hit in hits))
    return {"mentions": make_field(reading, hits[0], names)} if names else {}


def _mentioned(script: Script) -> Iterator[Hit]:
    """The names of organisations within sentences, without what leads to them."""
    for hit in script.find(_ORGANISATION):
        lead = _LEAD_WORDS.match(hit.text)
        yield script.hit(hit.start + lead.end(), hit.end) if lead is not None else hit


def _headline(reading: Reading, script: Script) -> dict[str, Field]:
    """`title`: the heading that names the campaign, with the lines over which it runs."""
    tall = headings(script, script.pages[0].number)
    hit = next((hit for hit in tall if _CAMPAIGN.search(squash(hit.text))), None)
    return {} if hit is None else {"title": make_field(reading, hit, squash(hit.text))}

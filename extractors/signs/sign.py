"""A sign by which a kind of document is known, and how one is written down."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The part of a document in which a sign is looked for."""

    TITLE = "title"
    """The headings and first short lines of its first page, a line each."""
    HEAD = "head"
    """The first lines of its first page."""
    BODY = "body"
    PLACE = "place"
    """Its path in the archive: a hint, never proof."""
    SHAPE = "shape"
    """Words about its pages: picture, no-text, little-text, landscape, many-pages, sheets."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A named feature: where it is looked for, its patterns, all of which must be there, and what it weighs."""

    name: str
    part: Part
    patterns: tuple[re.Pattern[str], ...]
    points: int
    unless: re.Pattern[str] | None = None
    """What must not be there."""


def sign(name: str, part: Part, pattern: str, points: int, unless: str | None = None) -> Sign:
    """A sign whose patterns are parted by “ & ”; none of them reaches far, so that hostile text costs no time."""
    patterns = tuple(re.compile(one, re.MULTILINE) for one in pattern.split(" & "))
    return Sign(name, part, patterns, points, re.compile(unless, re.MULTILINE) if unless else None)


def title(pattern: str, points: int = 6, unless: str | None = None) -> Sign:
    """Words of a heading, as an expression; the best title of a kind counts."""
    return sign("title", Part.TITLE, pattern, points, unless)


def body(name: str, pattern: str, points: int, unless: str | None = None) -> Sign:
    """Words in the running text."""
    return sign(name, Part.BODY, pattern, points, unless)


def place(pattern: str, points: int = 2) -> Sign:
    """Words of the path in the archive."""
    return sign("folder", Part.PLACE, pattern, points)


def shape(pattern: str, points: int) -> Sign:
    """Words about its pages."""
    return sign("shape", Part.SHAPE, pattern, points)


TREATY = r"(?:合同|协议|协议书|合同书|委托书|委托单|订单|订购单|确认单|委托代理书)(?:\([^()\n]{1,16}\))?$"
SERVICE = (
    r"服务|开发|咨询|检测|检验|认证|代理|委托|采购|订购|培训|招聘|猎头|顾问|担保|软件|技术|记账|设计|维护|运维|孵化|评估|实施|"
    r"购销|承揽|测试|审计|法律|推广|策划|制作|加工|评价|辅导|入驻"
)
JOINT = r"共同为|联合(?:为|开展|举办|提供)|资源共享|优势互补|合作共赢|互利共赢|协同服务|第三方(?:专业)?服务机构"
PURCHASE = (
    r"合同总?(?:金额|价款|价)|服务费(?:用)?(?:总额|共计|合计|总计)?(?:为|是|:|人民币)|费用共计|付款方式"
    r"|(?:支付|付清)[^。\n]{0,16}(?:服务费|款项|合同款)"
)
HELD = (
    r"(?:成功|圆满|顺利|隆重|正式)(?:举办|举行|召开|开展|落幕|结束|闭幕|启动)|圆满落幕|(?:举办|举行|召开|开讲)$"
    r"|(?:在京|在[^\n]{1,12})(?:举办|举行|召开)"
)
MEETING = r"腾讯会议|钉钉|飞书|Zoom|ZOOM|小鹅通|视频会议|TencentMeeting"
CONTROLS = r"解除静音|静音|开启视频|共享屏幕|离开会议|结束会议|管理成员|正在讲话|成员\(|人参会|参会人|聊天|举手"
OUTCOME = (
    r"名单(?:予以)?(?:公布|公告|公示)|现将[^\n。]{0,30}名单[^\n。]{0,8}公|予以公示|决定予以受理|辅导(?:工作)?[^\n。]{0,12}(?:验收|备案)"
    r"|股份转让系统|证券(?:监督|交易所)|证券代码"
)
"""What letters of authorities say of enterprises: such a notice invites nobody."""

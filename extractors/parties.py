"""The parties of a contract or agreement (甲方, 委托方 …), and the short names a paper gives them (domain.md 3.31).

Which party is the applicant is decided by name, elsewhere; a label only says A, B or C.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from extractors.labels import find_all_labelled, make_field
from extractors.script import Hit, Script

PARTY_LABELS: Mapping[str, tuple[str, ...]] = {
    "a": (
        *("甲方", "甲方名称", "甲方单位", "委托方", "委托人", "委托单位", "送检单位", "客户", "客户名称", "用户"),
        *("采购方", "买方", "需方", "发包方", "订购方", "订货单位", "授权方", "申请人", "申请方", "融资方", "借款人"),
        *("申请单位", "被服务单位", "入驻方", "用户单位", "购买方", "委托单位名称", "承租方", "承租人"),
        *(
            "认证委托人",
            "申请组织",
            "受审核方",
            "购货单位",
            "需求方",
            "孵化企业",
            "入驻企业",
            "企业方",
            "被担保人",
            "委托企业",
        ),
    ),
    "b": (
        *("乙方", "乙方名称", "乙方单位", "受托方", "受托人", "受托单位", "服务方", "服务商", "服务机构", "服务提供方"),
        *("供应商", "卖方", "供方", "承包方", "供货方", "检测单位", "检测机构", "检验机构", "认证机构", "代理机构"),
        *("代理人", "代理方", "投资方", "贷款人", "担保人", "保证人", "被授权方", "孵化方", "出租方", "出租人"),
        *(
            "供货单位",
            "供应方",
            "服务提供者",
            "承接方",
            "受理单位",
            "承检单位",
            "培训方",
            "服务单位",
            "代理记账机构",
            "平台方",
        ),
    ),
    "c": ("丙方", "丙方名称", "丙方单位"),
    "d": ("丁方", "丁方名称", "丁方单位"),
    "e": ("戊方", "戊方名称"),
}
LETTERS: Mapping[str, str] = dict(zip("甲乙丙丁戊", "abcde", strict=True))

ORGANISATION_ENDS = (
    *("公司", "集团", "厂", "店", "院", "所", "中心", "协会", "学会", "联盟", "联合会", "商会", "促进会", "研究会"),
    *("基金会", "合作社", "合伙企业", "银行", "支行", "分行", "大学", "学校", "经营部", "工作室", "委员会", "管委会"),
    *("局", "厅", "政府", "俱乐部", "出版社", "电视台", "工会", "(有限合伙)", "(普通合伙)", "(特殊普通合伙)"),
)
"""What the name of an organisation ends with."""

_MAY_GO_ON = ("事务所", "合伙企业", "企业管理中心")
"""Names that are whole, and yet go on where the next line says （特殊普通合伙）."""

LONGEST_PERSON = 4
UNFINISHED_CONFIDENCE = 0.5

_NAME = re.compile(r"[\u4e00-\u9fff㐀-䶿A-Za-z0-9·&()、.,' \-]{2,60}\Z")
_NO_NAME = re.compile(
    r"(?:应|须|将|在|对|为|向|有权|负责|同意|提供|支付|按|如|与|和|所|的|需|是|以|因|若|未|不|可|于|自|承诺|保证|名称|"
    r"签字|盖章|签章|公章|法定|代表|日期|地址|联系|电话|年|月|日|\d{4}|[\W\d_]*\Z)"
)
_NOTE = re.compile(
    r"[(\[【](?:[^()\[\]【】]{0,16})(?:以下|简称|下称|称|章|甲方|乙方|丙方|丁方|委托|受托|买方|卖方|全称|签字|单位)"
    r"|(?<=.{4})(?:地址|住所|法定代表|法人代表|联系|电话|统一社会信用|纳税人|税号|开户|注册地|邮编|邮政编码|传真|签字|盖章|日期|签订|以下简称)"
)
_ALIAS = re.compile(
    r"(?:以下)?(?:简称|称为|下称|称)[:为]?[\"“”'‘「『《]?(?P<value>[^\"“”'‘’「」『』《》(),，。;、:\s]{1,14})"
)
_INTRODUCED = re.compile(
    r"\((?:以下)?(?:简称|称为|下称|称)?[:为]?[\"“”'‘「『]?(?P<party>[甲乙丙丁戊])方[^()\n]{0,24}\)"
)
_OTHER_ALIAS = re.compile(r"(?:甲|乙|丙|丁|戊|双|各|委托|受托|买|卖)方|本(?:合同|协议)|合同|协议")
_CLAUSE_STARTS = re.compile(r"[,。;:\n\t\"”]|本(?:合同|协议)(?:书)?由|\A由|(?<=\))[与和及由]")


def find_parties(script: Script, end: int | None = None) -> Mapping[str, Hit]:
    """The name of each party by its letter: the first that a label or an introduction gives before `end`."""
    found: dict[str, Hit] = {}
    for letter, hit in _named(script, end):
        found.setdefault(letter, hit)
    for letter, hit in _introduced(script):
        found.setdefault(letter, hit)
    if end is not None and len(found) < len("ab"):
        for letter, hit in _named(script, None):
            found.setdefault(letter, hit)
    return dict(sorted(found.items()))


def party_fields(reading: Reading, script: Script, parties: Mapping[str, Hit]) -> dict[str, Field]:
    """`party_a`, `party_b` … by name only, and `aliases`: [{name, alias}] as the paper defines them."""
    fields = {f"party_{letter}": _name_field(reading, hit) for letter, hit in parties.items()}
    aliases = [(hit, alias) for hit in parties.values() for alias in _aliases(script, hit)]
    if aliases:
        value = [{"name": hit.text, "alias": alias.text} for hit, alias in aliases]
        fields["aliases"] = make_field(reading, aliases[0][1], value)
    return fields


def _name_field(reading: Reading, hit: Hit) -> Field:
    """A party's name; doubtful where it is too long for a person's and does not end as that of an organisation."""
    whole = is_organisation(hit.text) or len(hit.text) <= LONGEST_PERSON
    return make_field(reading, hit, confidence=1.0 if whole else UNFINISHED_CONFIDENCE)


def party_name(text: str) -> str:
    """A party's name without notes and what follows it; "" if this is no name."""
    name = squash(text) if not re.search("[A-Za-z]", text) else text
    cut = _NOTE.search(name)
    name = name[: cut.start()].strip(" ,;:、_") if cut else name.strip(" ,;:、_")
    if not _NAME.match(name) or _NO_NAME.match(name):
        return ""
    return name


def is_organisation(name: str) -> bool:
    """Whether a name ends as those of organisations do."""
    return squash(name).endswith(ORGANISATION_ENDS)


def _named(script: Script, end: int | None) -> Iterator[tuple[str, Hit]]:
    """The names behind party labels, in reading order, each with its letter; behind a bare label only a whole name."""
    labels = {squash(label): letter for letter, names in PARTY_LABELS.items() for label in names}
    for hit in find_all_labelled(script, labels, unfinished=_is_unfinished):
        letter = _letter(script, hit, labels[hit.label])
        name = party_name(hit.text)
        if name and (end is None or hit.start < end):
            yield letter, _cut(script, hit, name)
    for hit in find_all_labelled(script, ("甲方", "乙方", "丙方"), bare=True, below=False):
        name = party_name(hit.text)
        if name and is_organisation(name) and len(name) > len("某公司") and (end is None or hit.start < end):
            yield labels[hit.label], _cut(script, hit, name)


def _introduced(script: Script) -> Iterator[tuple[str, Hit]]:
    """The names before (以下简称甲方)."""
    before = 0
    for match in _INTRODUCED.finditer(script.text):
        first = max(before, match.start() - 60)
        starts = [cut.end() for cut in _CLAUSE_STARTS.finditer(script.text, first, match.start())]
        hit = script.hit(starts[-1] if starts else first, match.start(), match["party"] + "方")
        hit = _without_conjunction(script, hit, before)
        if party_name(hit.text) == hit.text and is_organisation(hit.text):
            yield LETTERS[match["party"]], hit
        before = match.end()


def _without_conjunction(script: Script, hit: Hit, before: int) -> Hit:
    """The name without the 与 or 和 that joins it to the party before."""
    joined = hit.start == before or hit.start > 0
    if joined and hit.text[:1] in ("由", "与", "和", "及"):
        return script.hit(hit.start + 1, hit.end, hit.label)
    return hit


def _letter(script: Script, hit: Hit, letter: str) -> str:
    """The party's letter: what stands in brackets behind the label decides (受托方（乙方）)."""
    if hit.start < 0:
        return letter
    printed = script.text[max(0, hit.start - 24) : hit.start].rpartition("\n")[2]
    noted = re.search(r"\(([甲乙丙丁戊])方\)", printed)
    return LETTERS[noted[1]] if noted else letter


def _is_unfinished(text: str) -> bool:
    """Whether the name of an organisation has not come to its end."""
    name = party_name(text)
    if not name or name.endswith(_MAY_GO_ON):
        return True
    bare = squash(text).strip(" ,;:、_。")
    return len(name) > LONGEST_PERSON and squash(name) == bare and not is_organisation(name)


def _cut(script: Script, hit: Hit, name: str) -> Hit:
    """The part of a hit that is the name."""
    if hit.start < 0 or hit.text == name:
        return hit
    start = script.text.find(name[0], hit.start)
    end = _end_of(script.text, start, name)
    return script.hit(start, end, hit.label) if start >= 0 else hit


def _end_of(text: str, start: int, name: str) -> int:
    """Where a name ends that stands in a text with blanks between."""
    position, rest = start, squash(name)
    while rest and position < len(text):
        rest = rest[1:] if text[position] == rest[0] else rest
        position += 1
    return position


def _aliases(script: Script, hit: Hit) -> Sequence[Hit]:
    """The short names that stand in brackets behind a name, other than 甲方 and the like."""
    if hit.start < 0:
        return ()
    behind = script.text[hit.end : hit.end + 60]
    bracket = re.match(r"\t?\(([^()\n]{1,50})\)", behind)
    if bracket is None:
        return ()
    start, end = hit.end + bracket.start(1), hit.end + bracket.end(1)
    return tuple(alias for alias in script.find(_ALIAS, start, end) if not _OTHER_ALIAS.match(alias.text))

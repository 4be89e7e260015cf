"""Names of enterprises taken apart: places, 字号, trade, form, branch, and what a cell holds beside the name.

The steps are those of domain.md 4.3, in their order; the raw text is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile

from domain.codes import is_uscc, normal_code
from domain.text import clean
from validators.characters import MASKS, is_chinese, is_ordinal, numeral, simplify
from validators.forms import Ending, Form, has_form, is_attached, is_branch, read_form, split_behind_form
from validators.regions import Place, find_city, place_province, read_places

LONGEST_NAME = 160
"""Longer texts are no names: they are kept whole and not taken apart."""
LONGEST_CELL = 2000
"""How much of a cell is searched for labels, codes and notes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name in its place: kind (region, brand, trade, group, form) and words in one spelling."""

    kind: str
    words: str
    short: str
    """The same without 省市区县."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseName:
    """A name of an enterprise (企业名称), taken apart."""

    raw: str
    text: str
    """The clean name: simplified, one kind of brackets, without labels, notes, codes and dates."""
    parts: tuple[Part, ...]
    """What the name consists of, in its order, up to the form."""
    places: tuple[Place, ...] = ()
    brand: str = ""
    trade: tuple[str, ...] = ()
    form: Form = Form.NONE
    form_words: str = ""
    stem: str = ""
    """What stands before the form, without brackets and without 省市区县 of places."""
    group: bool = False
    truncated: bool = False
    damaged: bool = False
    branch: str = ""
    attached: str = ""
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Former and later names: （原…）, （曾用名：…）, （现更名为…）."""
    second_name: str = ""
    """Another full name in brackets, or behind the first."""
    short_names: tuple[str, ...] = ()
    """What a paper calls it below: （以下简称“…”）."""
    notes: tuple[str, ...] = ()
    english: str = ""

    @property
    def region(self) -> tuple[str, ...]:
        """The places by name, from the widest down."""
        return tuple(place.name for place in self.places)

    @property
    def province(self) -> str | None:
        """The province that the name tells without a doubt."""
        return place_province(self.places)

    @property
    def ordinals(self) -> str:
        """Figures and 甲乙丙丁 in the brand: they tell members of a series apart."""
        return "".join(sign for sign in self.brand if is_ordinal(sign))

    @property
    def canonical(self) -> str:
        """The head of the name in one spelling: equal for 北京市云途科技有限责任公司 and 北京云途科技有限公司."""
        return "".join(part.words for part in self.parts).casefold()

    @property
    def loose(self) -> str:
        """The same without 区 and 县 and the brackets of a kind of form."""
        return (self.stem + self.form_words.replace("(", "").replace(")", "")).casefold()

    @property
    def bare(self) -> str:
        """The loose form without the places in front."""
        front = "".join(part.short for part in takewhile(lambda part: part.kind == "region", self.parts))
        return self.loose.removeprefix(front.casefold())

    @property
    def identity(self) -> tuple[str, ...]:
        """What two names of one enterprise share; names that differ in it are never called the same."""
        cut = "…" * self.truncated + "?" * self.damaged
        return (self.canonical + cut, self.branch, self.attached, self.second_name, "|".join(self.notes))

    @property
    def is_masked(self) -> bool:
        """Whether some character of the name is hidden, was not read, or was cut off with the form."""
        return not MASKS.isdisjoint(self.text) or (self.truncated and not self.form_words)


@lru_cache(maxsize=4096)
def parse_name(raw: str) -> EnterpriseName:
    """A name taken apart; whatever the text, something comes back."""
    text = _unify(raw)
    if not any(map(is_chinese, text)):
        return _whole(raw, text, english=text)
    beside = _Beside()
    text = _peel(text[:LONGEST_CELL], beside)
    return _structure(raw, text, beside) if len(text) <= LONGEST_NAME else _whole(raw, _unify(raw))


@dataclass(slots=True)
class _Beside:
    """What stood beside the name and was taken away, while a name is being peeled."""

    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    second_name: str = ""
    english: str = ""
    tail: str = ""
    truncated: bool = False


def _unify(raw: str) -> str:
    """Step 1: clean text in simplified characters, one kind of brackets and colons, no quotation marks."""
    text = simplify(clean(_CIRCLED.sub("", raw, count=1)))
    text = _ROUND_ZERO.sub("〇", text.translate(_SIGNS))
    return _LATIN_MASK.sub(lambda match: "×" * len(match[0]), text)


def _peel(text: str, beside: _Beside) -> str:
    """Steps 2 to 4: codes and dates out, labels off the front, notes and brackets off the end."""
    text = _take_codes(text, beside)
    text = _take_english(_DATES.sub("", text), beside)
    text = "".join(text.split())
    for _ in range(_ROUNDS):
        before = text
        text = _TAIL_LABELS.sub("", _peel_front(text))
        text = _SEALS.sub("", _trim(text, beside))
        text = _take_alias(_take_brackets(text, beside), beside)
        if text == before:
            break
    return _take_second(text, beside)


def _take_codes(text: str, beside: _Beside) -> str:
    """Codes of 18 characters, kept where their check characters are right."""
    found = [normal_code(code) for code in _CODE.findall(text)]
    beside.codes = tuple(dict.fromkeys(code for code in found if is_uscc(code)))
    return _CODE.sub("", text)


def _take_english(text: str, beside: _Beside) -> str:
    """An English name beside the Chinese one: the Chinese one counts (domain.md 4.7)."""
    match = _ENGLISH.search(text)
    if match is None or not _ENGLISH_FORM.search(match[0]):
        return text
    beside.english = match[0].strip(" ()")
    return text[: match.start()] + text[match.end() :]


def _peel_front(text: str) -> str:
    """Labels and numbers before a name: 甲方（委托方）：, 购买方名称：, 1、."""
    text = _NUMBERED.sub("", text, count=1)
    head, colon, rest = text[:40].partition(":")
    if colon and _LABEL_END.search(head) and not _COMPANY.search(head) and len(rest + text[40:]) > 1:
        return rest + text[40:]
    bare = _BARE_LABEL.match(text)
    if bare and len(text) - bare.end() > 3:
        return text[bare.end() :]
    bullet = _BULLET.match(text)
    if bullet and read_places(text[bullet.end() :]).places:
        return text[bullet.end() :]
    return text


def _trim(text: str, beside: _Beside) -> str:
    """The text without punctuation around it; three dots say that it was cut."""
    trimmed = text.strip(_AROUND)
    if text.endswith(("...", "…")) and trimmed:
        beside.truncated = True
    return trimmed


def _take_brackets(text: str, beside: _Beside) -> str:
    """Brackets behind the form, and bracketed former names anywhere; others belong to the name (step 4)."""
    opening = _last_bracket(text)
    if opening is not None and opening > 0:
        content = text[opening + 1 : -1].strip(_AROUND)
        if _sort_bracket(content, text[:opening], beside):
            return text[:opening]
    match = _INNER_ALIAS.search(text)
    if match and match.start() > 1:
        beside.aliases += _split_names(match[1])
        return text[: match.start()] + text[match.end() :]
    return text.replace("()", "")


def _sort_bracket(content: str, before: str, beside: _Beside) -> bool:
    """Whether the last bracket of a text is no part of the name; what it says is put where it belongs."""
    alias, short = _ALIAS.match(content), _SHORT_NAME.match(content)
    if not content or _NOTE.fullmatch(content):
        return True
    if alias and _is_alias(content[alias.end() :]):
        beside.aliases += _split_names(content[alias.end() :])
    elif short:
        beside.short_names += _split_names(content[short.end() :])
    elif _belongs(content) or not has_form(before):
        return False
    elif _BRACKETED_BRANCH.search(content):
        beside.tail = beside.tail or content
    elif len(content) > 5 and has_form(content):
        beside.second_name = beside.second_name or content
    else:
        beside.notes = (content, *beside.notes)
    return True


def _belongs(content: str) -> bool:
    """Whether bracketed words are part of a name: a kind of form, 集团, a place."""
    return f"({content})" in read_form(f"某某({content})").words or content == "集团" or _is_place(content)


def _take_alias(text: str, beside: _Beside) -> str:
    """A former name that follows without brackets: …，曾用名：…."""
    match = _OPEN_ALIAS.search(text, 4)
    if match is None or not _is_alias(text[match.end() :]):
        return text
    beside.aliases += _split_names(text[match.end() :].strip(_AROUND))
    return text[: match.start()]


def _take_second(text: str, beside: _Beside) -> str:
    """Two names in one cell: the first is the name, the second stands beside it."""
    match = _JOINT.search(text)
    if match is None or read_form(text[match.end() :]).form is Form.NONE:
        return text
    beside.second_name = beside.second_name or text[match.end() :]
    return text[: match.end()].rstrip("、,;/&和与及")


def _structure(raw: str, text: str, beside: _Beside) -> EnterpriseName:
    """Steps 5 to 8: branch, form, places, trade; what is left is the 字号."""
    head, tail = _with_place(*split_behind_form(text))
    branch, attached = _sort_tail(_PUNCTUATION.sub("", tail) or beside.tail, beside)
    ending = read_form(head)
    segments = _segments(ending.stem)
    parts = _name_parts(segments, ending)
    places = tuple(segment for segment in segments if isinstance(segment, Place))
    return EnterpriseName(
        raw=raw,
        text=text,
        parts=parts,
        places=places,
        brand="".join(part.words for part in parts if part.kind == "brand"),
        trade=tuple(part.words for part in parts if part.kind == "trade"),
        form=ending.form,
        form_words=ending.words,
        stem="".join(part.short for part in parts if part.kind != "form"),
        group=any(part.kind == "group" for part in parts),
        truncated=ending.truncated or beside.truncated,
        damaged=ending.damaged,
        branch=branch,
        attached=attached,
        codes=beside.codes,
        aliases=beside.aliases,
        second_name=beside.second_name,
        short_names=beside.short_names,
        notes=beside.notes,
        english=beside.english,
    )


def _with_place(head: str, tail: str) -> tuple[str, str]:
    """The place before a branch belongs to it where the form is missing: 北京云途科技天津分公司."""
    inside = find_city(head, 3) if tail and read_form(head).form is Form.NONE else None
    if inside and inside[0] + inside[1].length == len(head):
        return head[: inside[0]], head[inside[0] :] + tail
    return head, tail


def _sort_tail(tail: str, beside: _Beside) -> tuple[str, str]:
    """What stands behind the form: a branch, or a body of its own, or else a note."""
    if is_attached(tail):
        return "", tail
    if is_branch(tail):
        return _one_branch_spelling(tail), ""
    if tail:
        beside.notes = (tail, *beside.notes)
    return "", ""


def _one_branch_spelling(tail: str) -> str:
    """A branch in one spelling: places without 市, numbers in small Chinese figures."""
    head = read_places(tail)
    words = "".join(place.name for place in head.places) + tail[head.length :]
    return "".join(_FIGURES[value] if (value := numeral(sign)) is not None and value <= 10 else sign for sign in words)


def _segments(stem: str) -> tuple[str | Place, ...]:
    """The places of a name and the words between them (step 7): bracketed places first, then those in front.

    Where neither is found, a place may stand behind the brand without its brackets.
    """
    found: list[str | Place] = []
    position = 0
    for match in _BRACKET.finditer(stem):
        head = read_places(match[1])
        if head.places and head.length == len(match[1]):
            found += [stem[position : match.start()], *head.places]
            position = match.end()
    found.append(stem[position:])
    words = [item.translate(_BRACKETS_OUT) if isinstance(item, str) else item for item in found]
    if not any(isinstance(item, Place) for item in words):
        words = _front(str(words[0]))
    return tuple(item for item in words if item)


def _front(words: str) -> list[str | Place]:
    """The places before the brand, unless they belong to it (河北工业大学), else a place behind it."""
    head = read_places(words)
    rest = words[head.length :]
    if head.places and not _OF_UNIVERSITY.match(rest) and not _is_broken_word(head.places[0], rest):
        return [*head.places, rest]
    inside = find_city(words, 2)
    if inside and not head.places:
        start, behind = inside
        rest = words[start + behind.length :]
        if not strip_trade(rest.replace("集团", ""))[0]:
            return [words[:start], *behind.places, rest]
    return [words]


def _is_broken_word(place: Place, rest: str) -> bool:
    """Whether a city taken from the front would leave a brand of one character: 长春藤科技."""
    return place.level != "province" and not place.suffixed and len(strip_trade(rest)[0]) == 1


def _name_parts(segments: tuple[str | Place, ...], ending: Ending) -> tuple[Part, ...]:
    """The parts of a name in their order; 行业 is taken off from the right until the 字号 is left (step 8).

    What stands before a place that trade follows is 字号: 华智众创（北京）投资管理有限公司.
    """
    parts: list[Part] = [Part("form", ending.words, ending.words)] if ending.words else []
    brand_reached = False
    for segment in reversed(segments):
        if isinstance(segment, Place):
            brand_reached = brand_reached or any(part.kind == "trade" for part in parts)
            parts.append(Part("region", segment.name, segment.short))
            continue
        for piece in reversed(_GROUP.split(segment)):
            if piece == "集团":
                parts.append(Part("group", piece, piece))
            elif piece:
                rest, trades = ("", ()) if brand_reached else strip_trade(piece)
                parts += [Part("trade", word, word) for word in reversed(trades)]
                rest = piece if brand_reached else rest
                if rest:
                    parts.append(Part("brand", rest, rest))
                    brand_reached = True
    return _whole_brand(parts[::-1])


def _whole_brand(parts: list[Part]) -> tuple[Part, ...]:
    """A 字号 has at least two characters: a trade word beside a shorter one is given back, at last a place."""
    while sum(len(part.words) for part in parts if part.kind == "brand") < 2:
        at = next((place for place, part in enumerate(parts) if part.kind == "trade"), None)
        if at is None:
            break
        word = parts[at].words
        if at and parts[at - 1].kind == "brand":
            merged = parts[at - 1].words + word
            parts[at - 1 : at + 1] = [Part("brand", merged, merged)]
        else:
            parts[at] = Part("brand", word, word)
    return tuple(parts)


def strip_trade(words: str) -> tuple[str, tuple[str, ...]]:
    """What is left of some words without the trade words at their end, and these in their order."""
    found: list[str] = []
    while words:
        size = next((size for size in range(min(_LONGEST_TRADE, len(words)), 1, -1) if words[-size:] in trades()), 0)
        if not size:
            break
        found.append(words[-size:])
        words = words[:-size]
    return words, tuple(found[::-1])


@cache
def trades() -> Mapping[str, str]:
    """Each word of trade, and the word that stands for all of its meaning."""
    text = (files("validators") / "trades.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {word: words[0] for words in lines for word in words}


def _whole(raw: str, text: str, english: str = "") -> EnterpriseName:
    """A text that is not taken apart: an English name, or no name at all."""
    words = _NOT_WORDS.sub("", text)
    parts = (Part("brand", words, words),) if words else ()
    return EnterpriseName(raw=raw, text=text, parts=parts, brand=words, stem=words, english=english)


def _last_bracket(text: str) -> int | None:
    """Where the bracket opens that closes at the end of a text."""
    if not text.endswith(")"):
        return None
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if not depth:
            return position
    return None


def _is_place(content: str) -> bool:
    head = read_places(content)
    return bool(head.places) and head.length == len(content)


def _is_alias(content: str) -> bool:
    return has_form(content) or len(content) > 3


def _split_names(content: str) -> tuple[str, ...]:
    return tuple(name for part in _BETWEEN_NAMES.split(content) if (name := part.strip(_AROUND)))


_ROUNDS = 8
_LONGEST_TRADE = 5
_FIGURES = "〇一二三四五六七八九十"
_AROUND = " 。.,，、;；:!…-~·|\\/"
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("〔【[{〈《「『<｛〖", "("),
        **dict.fromkeys("〕】]}〉》」』>｝〗", ")"),
        **dict.fromkeys("∶︰", ":"),
        **dict.fromkeys("•・‧∙⋅", "·"),
        **dict.fromkeys("—–−‐‑─", "-"),
        **dict.fromkeys("“”‘’\"'`＂_", ""),
    }
)
_BRACKETS_OUT = str.maketrans("", "", "()·-,.、")
_PUNCTUATION = re.compile(r"[\s()·\-,.、。;:!]+")
_NOT_WORDS = re.compile(r"[\s()·\-,.、。;:!&]+")
_CIRCLED = re.compile("^\\s*[①-⑳]")
_ROUND_ZERO = re.compile("(?<=[一二三四五六七八九〇])○|○(?=[一二三四五六七八九])")
_LATIN_MASK = re.compile("(?<=[\u4e00-\u9fff])[Xx]{2,}(?=[\u4e00-\u9fff])")

_CODE = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z]*[0-9])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_FIGURE = "[〇零一二三四五六七八九十]"
_DATES = re.compile(
    r"(?:19|20)\d{2}\s?[-./年]\s?\d{1,2}\s?[-./月](?:\s?\d{1,2}\s?日?)?(?!\d)|(?:19|20)\d{6}(?!\d)"
    rf"|{_FIGURE}{{4}}年{_FIGURE}{{1,3}}月(?:{_FIGURE}{{1,3}}日)?|年\s?月\s?日"
)
_ENGLISH = re.compile(r"\(?[A-Za-z][A-Za-z0-9&.,'()\- ]{8,}\)?")
_ENGLISH_FORM = re.compile(
    r"\b(?:co|ltd|limited|inc|corp|corporation|company|llc|group|gmbh|plc|center|institute)\b", re.IGNORECASE
)

_NUMBERED = re.compile(r"^\(?(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:[)、]|[.,](?=\D))")
_LABELS = (
    "名称|单位|公司名|企业|甲方|乙方|丙方|丁方|委托方|委托人|受托方|受托人|客户|用户|购买方|销售方|购方|销方|买方|卖方|供应商|供方|需方"
    "|采购方|采购人|服务方|发包方|承包方|发包人|承包人|出租方|承租方|出租人|承租人|授权方|被授权方|申请人|申请单位|代理机构|送检单位|检测单位|投资方"
    "|融资方|借款人|贷款人|保证人|担保人|户名|抬头|开票单位|付款方|付款人|收款方|收款人|签约方|主办方|持有人|权利人|著作权人|专利权人"
    "|公司|机构|全称|姓名"
)
_LABEL_END = re.compile(rf"(?:{_LABELS})(?:\([^()]{{0,20}}\))*$")
_BARE_LABEL = re.compile(
    r"(?:甲方|乙方|丙方|丁方|委托方|受托方|委托单位|受托单位|购买方名称|销售方名称|购方名称|销方名称|单位名称|公司名称|企业名称|客户名称"
    r"|名称)(?:\([^()]{0,10}\))?"
)
_BULLET = re.compile("[购销买卖]|[*※★☆●■◆▲□○√✓]+")
_COMPANY = re.compile("有限公司|责任公司|股份公司")
_TAIL_LABELS = re.compile(
    r"(?<=.{4})\(?(?:统一社会信用代码|社会信用代码|信用代码|纳税人识别号|税号|法定代表人|法人代表|负责人|委托代理人|授权代表|地址|住所|电话"
    r"|联系人|联系方式|日期|签订日期|签约日期|开户行|开户银行|账号|签字|经办人)(?:\([^()]{0,15}\))?(?::.*)?$"
    r"|(?<=公司)\(?(?:(?:甲方|乙方|丙方|委托方|受托方|购买方|销售方)(?:\([^()]{0,15}\))?:.*|(?:以下简称|下称).*(?<!\)))$"
    r"|(?<=公司)[*※★☆#]+$",
    re.DOTALL,
)
_BRACKETED_BRANCH = re.compile("(?:分公司|支公司|分行|支行|分店|门店|店|营业部|办事处|分部|事业部|分所)$")
_SEAL_WORDS = (
    "盖章|公章|签章|盖公章|印章|代章|合同专用章|合同章|财务专用章|发票专用章|业务专用章|骑缝章|签字|签名|盖章处|盖章签字"
    "|签字盖章|签字或盖章|章"
)
_SEALS = re.compile(
    "(?<=[司所会社厂店部院校行心团处局])(?:盖章|公章|签章|盖公章|合同专用章|财务专用章|发票专用章|业务专用章|合同章)+$"
)
_PARTIES = (
    "甲方|乙方|丙方|丁方|委托方|受托方|购买方|销售方|买方|卖方|供方|需方|客户|服务方|主办方|承办方|牵头单位|会员单位"
)
_NOTE = re.compile(
    rf"(?:(?:{_SEAL_WORDS}|{_PARTIES}|加盖|单位|公司|简称|或|及|处|、|/)+|复印件|副本|正本|已盖章|电子章|电子签章)"
)
_SHORT_NAME = re.compile("^(?:以下简称|以下称|下称|简称|下文简称|以下统称|英文名称|英文名)(?:为)?:?")
_ALIAS = re.compile(
    "^(?:原企业名称|原公司名称|原单位名称|原名称|原名|曾用名称|曾用名|曾用|旧名称|旧名|旧称|前身是|前身为|前身|更名前|变更前名称|变更前"
    "|现更名为|已更名为|后更名为|更名为|变更为|现名称|现名|现用名|现为|原为|原系|原)(?:为|是)?:?"
)
_INNER_ALIAS = re.compile(r"\((?:原名称|原名|曾用名|原)(?:为)?:?([^()]{4,40})\)")
_OPEN_ALIAS = re.compile("[,;、。(]?(?:曾用名称|曾用名|原名称|原名|现更名为|已更名为|更名为)(?:为)?:?")
_BETWEEN_NAMES = re.compile("[、,;/|]+")
_JOINT = re.compile(
    "(?:(?:有限责任|股份有限|有限|股份)公司|事务所|研究院|协会|中心|学院|大学|集团)(?:[、,;/&]|[和与及](?=.{3,40}公司$))"
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_GROUP = re.compile("(集团)")
_OF_UNIVERSITY = re.compile("[\u4e00-\u9fff]{0,6}(?:大学|学院)[\u4e00-\u9fff]{2}")

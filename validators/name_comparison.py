"""Whether two names are of one enterprise: part against part, never a ratio of characters (domain.md 4.2, 4.5).

Codes decide alone. Equal names, up to harmless spellings, are the same; what may be the same says how strongly and why;
one conflict (place, 字号, ordinal, trade, an attached body) makes two enterprises.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod

from domain.codes import is_uscc, normal_code
from domain.text import squash
from validators.characters import MASKS, Likeness, is_chinese, is_ordinal, likeness, readings, simplify
from validators.forms import COMPANIES, TRADERS, Form
from validators.name_parts import EnterpriseName, Part, parse_name, strip_trade, trades
from validators.regions import NATION, Place, place_province


class Relation(StrEnum):
    """What two names are to each other."""

    SAME = "same"
    POSSIBLE = "possible"
    DIFFERENT = "different"


class Strength(StrEnum):
    """How sure a relation is (domain.md 4.5): the first two of the same, the others of the possible."""

    EXACT = "exact"
    VARIANT = "variant"
    BRANCH = "branch"
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    NONE = ""


ORDER = tuple(Strength)
"""From the surest down: what ranks several candidates."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names compare, and the reason in a few words."""

    relation: Relation
    strength: Strength
    reason: str
    reason_en: str

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return ORDER.index(self.strength)


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which two names differ without telling two enterprises apart, and what it leaves of the match."""

    kind: str
    strength: Strength
    reason: str
    reason_en: str


def compare_names(a: str, b: str, code_a: str | None = None, code_b: str | None = None) -> NameMatch:
    """How two names compare; a valid 统一社会信用代码 of each, given or found in the text, decides alone."""
    return compare_parsed(parse_name(a), parse_name(b), code_a, code_b)


def compare_parsed(
    a: EnterpriseName, b: EnterpriseName, code_a: str | None = None, code_b: str | None = None
) -> NameMatch:
    """How two names that were taken apart compare."""
    codes_a, codes_b = own_codes(a, code_a), own_codes(b, code_b)
    if codes_a and codes_b:
        return _compare_by_codes(a, b, same=not codes_a.isdisjoint(codes_b))
    return _compare_by_text(a, b)


def compare_table(rows: Iterable[Sequence[str | None]]) -> tuple[NameMatch, ...]:
    """Each row of two names, optionally with the code of each (a, b, code_a, code_b), compared."""
    return tuple(
        compare_names(row[0] or "", row[1] or "", *(cell or None for cell in (*row[2:4], None, None)[:2]))
        for row in rows
    )


def compare_persons(a: str, b: str) -> NameMatch:
    """How two names of persons compare: equal after clean-up, or alike in rare or misread characters (4.7)."""
    first, second = _person(a), _person(b)
    if not first or not second:
        return _different("姓名为空", "a name is empty")
    if first == second:
        if MASKS.isdisjoint(first):
            return NameMatch(Relation.SAME, Strength.EXACT, "姓名相同", "the same name")
        return _possible(Strength.WEAK, "姓名有遮挡", "the name is partly hidden")
    if not MASKS.isdisjoint(first + second) and len(first) == len(second) and _explained(first, second):
        return _possible(Strength.WEAK, "姓名有遮挡", "the name is partly hidden")
    likenesses = [likeness(x, y) for x, y in zip(first, second, strict=False) if x != y]
    if len(first) != len(second) or any(kind is not Likeness.SHAPE for kind in likenesses):
        return _different("姓名不同", "different names")
    strength = Strength.MEDIUM if len(likenesses) == 1 else Strength.WEAK
    return _possible(strength, f"“{first}”与“{second}”字形相近或为异体", "characters that look alike or are variants")


def own_codes(name: EnterpriseName, code: str | None) -> frozenset[str]:
    """The valid codes of a name: the one given, else those in its text."""
    if code and is_uscc(code):
        return frozenset({normal_code(code)})
    return frozenset(name.codes)


def _compare_by_codes(a: EnterpriseName, b: EnterpriseName, *, same: bool) -> NameMatch:
    """Codes decide alone; only a branch, which has a code of its own, stays the branch of its head office."""
    match = _compare_by_text(a, b)
    if same:
        strength = Strength.EXACT if match.strength is Strength.EXACT else Strength.VARIANT
        note = "" if match.relation is Relation.SAME else "，名称不同"
        note_en = "" if match.relation is Relation.SAME else ", the names differ"
        return NameMatch(Relation.SAME, strength, f"信用代码相同{note}", f"the same code{note_en}")
    if match.strength is Strength.BRANCH:
        return match
    if match.relation is Relation.SAME:
        return _different("同名不同码：信用代码不同", "the same name with different codes")
    return _different("信用代码不同", "different codes")


def _compare_by_text(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """The best that the names, their former names and their second names say."""
    if not a.text or not b.text:
        return _different("名称为空", "a name is empty")
    if a.identity == b.identity:
        return _same(a, b)
    found = [_compare_whole(a, b)]
    found += _by_other_names(a, b) + _by_other_names(b, a)
    found += [_by_english(a, b)] if bool(a.english) != bool(b.english) or _is_latin(a) != _is_latin(b) else []
    return min(found, key=lambda match: match.rank)


def _same(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    if a.is_masked or b.is_masked:
        return _possible(Strength.MEDIUM, "文字相同但有遮挡或截断", "equal, but partly hidden or cut off")
    if a.text == b.text and a.aliases == b.aliases:
        return NameMatch(Relation.SAME, Strength.EXACT, "名称相同", "the same name")
    if _is_latin(a):
        return _possible(Strength.STRONG, "英文名称仅写法不同", "English names that differ in spelling only")
    return NameMatch(Relation.SAME, Strength.VARIANT, _variant_reason(a, b), "the same name in another spelling")


def _variant_reason(a: EnterpriseName, b: EnterpriseName) -> str:
    if a.text == b.text:
        return "名称相同，一处注有曾用名"
    if a.text.translate(_NO_BRACKETS) == b.text.translate(_NO_BRACKETS):
        return "仅括号写法不同"
    if "责任" in a.text + b.text and a.text.replace("责任", "") == b.text.replace("责任", ""):
        return "有限公司与有限责任公司同义"
    return "仅行政区划、括号、组织形式写法不同"


def _compare_whole(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Branches and attached bodies first, then the names of the legal persons."""
    if a.attached != b.attached:
        body = a.attached or b.attached
        return _different(f"“{body}”是独立的附属机构", f"“{body}” is a body of its own")
    if a.branch != b.branch:
        return _compare_branches(a, b)
    return _with_remarks(_compare_heads(a, b), a, b)


def _compare_branches(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """A branch and its head office, or two branches (domain.md 4.4)."""
    head = _compare_heads(a, b)
    if head.relation is Relation.DIFFERENT:
        return head
    branch = a.branch or b.branch
    if a.branch and b.branch:
        if len(a.branch) == len(b.branch) and _explained(a.branch, b.branch):
            return _possible(Strength.MEDIUM, "分支机构名称形近或音近", "branches that look or sound alike")
        return _different("同一法人的不同分支机构", "two branches of one legal person")
    if head.relation is Relation.SAME:
        return _possible(Strength.BRANCH, f"“{branch}”是其分支机构", f"“{branch}” is a branch of it")
    return _possible(head.strength, f"分支机构“{branch}”；{head.reason}", f"branch “{branch}”; {head.reason_en}")


def _with_remarks(match: NameMatch, a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """The match, less sure where one text holds more than the name."""
    remarks = []
    if a.second_name != b.second_name:
        remarks.append(Deviation("note", Strength.STRONG, "另有第二名称", "there is a second name"))
    if a.notes != b.notes:
        words = "、".join((*a.notes, *b.notes))
        remarks.append(Deviation("note", Strength.STRONG, f"名称后另有“{words}”", f"“{words}” stands behind the name"))
    if not remarks or match.relation is Relation.DIFFERENT:
        return match
    return _weighed([*remarks, *_of_match(match)])


def _of_match(match: NameMatch) -> list[Deviation]:
    if match.relation is Relation.SAME:
        return []
    return [Deviation("head", match.strength, match.reason, match.reason_en)]


def _compare_heads(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """The names of the legal persons, without branches and notes."""
    if a.canonical == b.canonical and (a.truncated, a.damaged) == (b.truncated, b.damaged):
        return _same(a, b)
    if a.loose == b.loose:
        return _far_apart(a.places, b.places) or _weighed(_form_deviations(a, b) or [_SPELLING])
    if _lacks_places(a, b) or _lacks_places(b, a):
        return _weighed([*_region_deviations(a.places or b.places, ()), *_form_deviations(a, b)])
    if _is_permuted(a, b):
        return _weighed([_ORDER, *_form_deviations(a, b)])
    return _region_conflict(a.places, b.places) or _compare_parts(a, b)


def _compare_parts(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Place, 字号, trade and form one by one."""
    brand = _compare_brands(a.brand, b.brand)
    if brand is None:
        return _compare_letters(a, b)
    trade, form = _compare_trades(a.trade, b.trade), _compare_forms(a, b)
    places = _region_deviations(a.places, b.places)
    if _has(places, "region") and not (_is_distinct(a) and _is_distinct(b)):
        return _different("行政区划层级不同的两家机构", "two bodies of places of different level")
    deviations = [*brand, *places, *(trade or ()), *_group_deviation(a, b)]
    if trade is None or form is None:
        return _letters_or(a, b, _trade_conflict(a, b) if trade is None else _form_conflict(a, b))
    if _has(form, "form-other") and deviations:
        return _letters_or(a, b, _form_conflict(a, b))
    order = [] if deviations or _layout(a) == _layout(b) else [_ORDER]
    is_short = _is_short(a) or _is_short(b) or not (a.form_words or b.form_words or a.places or b.places)
    return _weighed([*deviations, *form, *order], is_short=is_short)


def _is_short(name: EnterpriseName) -> bool:
    """Whether a name is no more than its 字号, or that with a place before it (domain.md 4.7)."""
    if name.form_words or name.trade:
        return False
    return not name.places or (len(name.brand) < _LONG_BRAND and bool(strip_trade(name.brand)[0]))


def _letters_or(a: EnterpriseName, b: EnterpriseName, conflict: NameMatch) -> NameMatch:
    """A form that was dropped from a name whose trade reads as a form (认证中心有限公司); else the conflict."""
    return _without_form(a, b) or _without_form(b, a) or conflict


def _compare_letters(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """Two names whose 字号 differ: a misread trade or form may have gone into one of them."""
    conflict = _different(f"字号不同：“{a.brand}”与“{b.brand}”", f"brands differ: “{a.brand}”, “{b.brand}”")
    if a.form_words and b.form_words and _compare_forms(a, b) is None:
        conflict = _form_conflict(a, b)
    elif _ordinals_conflict(a, b):
        conflict = _different(f"序号不同：“{a.brand}”与“{b.brand}”", f"ordinals differ: “{a.brand}”, “{b.brand}”")
    elif near := _near_letters(a.loose, b.loose):
        return near
    return _letters_or(a, b, conflict)


def _near_letters(a: str, b: str) -> NameMatch | None:
    """Texts that differ in one or two explained characters, in hidden ones, or in one that was lost."""
    if min(len(a), len(b)) < _TOO_SHORT:
        return None
    kinds = _explained(a, b) if len(a) == len(b) else []
    if 0 < len(kinds) < 3:
        title, title_en = _titles(kinds)
        return _possible(Strength.MEDIUM, f"有{len(kinds)}字{title}", f"{len(kinds)} characters {title_en}")
    if _fits_mask(a, b) or _fits_mask(b, a):
        return _possible(Strength.WEAK, "名称有遮挡，其余文字相符", "partly hidden, the rest agrees")
    if lost := _lost_character(a, b):
        return _possible(Strength.WEAK, f"相差一字“{lost}”", f"one character more: “{lost}”")
    return None


def _compare_brands(a: str, b: str) -> list[Deviation] | None:
    """What differs between two 字号; None where they are different words."""
    if a.casefold() == b.casefold():
        return [_HIDDEN] if not MASKS.isdisjoint(a) else []
    kinds = _explained(a, b) if len(a) == len(b) else []
    if not kinds:
        return None
    strength = Strength.MEDIUM if 2 * len(kinds) <= len(a) else Strength.WEAK
    title, title_en = _titles(kinds)
    return [Deviation("brand", strength, f"字号“{a}”与“{b}”{title}", f"brands “{a}” and “{b}” {title_en}")]


def _compare_trades(a: tuple[str, ...], b: tuple[str, ...]) -> list[Deviation] | None:
    """What differs between two trades: order, near-synonyms, words more or less; None for different trades."""
    if a == b:
        return []
    if Counter(a) == Counter(b):
        return [_ORDER]
    first, second = (Counter(trades()[word] for word in words) for words in (a, b))
    words = f"“{''.join(a)}”与“{''.join(b)}”"
    if first == second:
        return [Deviation("trade", Strength.MEDIUM, f"行业近义：{words}", "trades of like meaning")]
    if not first or not second:
        return [Deviation("trade-missing", Strength.MEDIUM, f"缺行业“{''.join(a or b)}”", "the trade is missing")]
    if first <= second or second <= first:
        return [Deviation("trade", Strength.MEDIUM, f"行业用词多少不同：{words}", "a trade word more or less")]
    return None


def _compare_forms(a: EnterpriseName, b: EnterpriseName) -> list[Deviation] | None:
    """What differs between two forms; None for forms of different bodies."""
    found = _form_deviations(a, b)
    if a.form_words == b.form_words:
        return found
    if Form.NONE in {a.form, b.form}:
        strength = Strength.STRONG if {a.form, b.form} & COMPANIES else Strength.WEAK
        return [*found, Deviation("form-missing", strength, "缺组织形式", "the form is missing")]
    if {a.form, b.form} == {Form.LIMITED, Form.STOCK}:
        return [
            *found,
            Deviation("form", Strength.STRONG, "有限公司与股份有限公司（可能股改）", "limited and stock company"),
        ]
    if {a.form, b.form} <= COMPANIES or _bare(a) == _bare(b):
        return [*found, Deviation("form", Strength.STRONG, "组织形式简写", "the form is shortened")]
    if a.form in COMPANIES | TRADERS and b.form in COMPANIES | TRADERS and COMPANIES & {a.form, b.form}:
        words = f"“{a.form_words}”与“{b.form_words}”"
        return [*found, Deviation("form-other", Strength.MEDIUM, f"仅组织形式不同：{words}", "only the form differs")]
    return None


def _form_deviations(a: EnterpriseName, b: EnterpriseName) -> list[Deviation]:
    found = []
    if a.truncated != b.truncated:
        found.append(Deviation("form", Strength.STRONG, "名称末尾不完整", "the end is cut off"))
    if a.damaged or b.damaged:
        found.append(Deviation("damage", Strength.MEDIUM, "组织形式有误字", "a character of the form is misread"))
    return found


def _bare(name: EnterpriseName) -> str:
    """The words of a form without the kind in brackets."""
    return name.form_words.partition("(")[0]


def _region_conflict(a: tuple[Place, ...], b: tuple[Place, ...]) -> NameMatch | None:
    """Two places that exclude each other: city and city, district and district, 中国 and a province."""
    names_a, names_b = {place.name for place in a}, {place.name for place in b}
    if names_a <= names_b or names_b <= names_a or _is_nested(a, b) or _is_nested(b, a):
        return None
    first, second = "".join(place.name for place in a), "".join(place.name for place in b)
    return _different(f"行政区划不同：“{first}”与“{second}”", f"places differ: “{first}”, “{second}”")


def _far_apart(a: tuple[Place, ...], b: tuple[Place, ...]) -> NameMatch | None:
    """Places of one short form that are written out and lie in two provinces: 朝阳市, 朝阳区."""
    if a and b and all(place.suffixed for place in (*a, *b)) and place_province(a) != place_province(b):
        return _region_conflict(a, b)
    return None


def _is_nested(outer: tuple[Place, ...], inner: tuple[Place, ...]) -> bool:
    """Whether the one names only the province, or the city, in which the places of the other lie."""
    if len(outer) != 1 or not inner or NATION in {outer[0].name, *(place.name for place in inner)}:
        return False
    place = outer[0]
    if place.level == "province":
        return all(item.province in {place.name, None} for item in inner)
    return place.level == "city" and all(item.city == place.name for item in inner)


def _lacks_places(a: EnterpriseName, b: EnterpriseName) -> bool:
    """Whether one name is the other without the places before it, whatever its own first word reads as (新泰, 吉林)."""
    return bool(a.places) and a.bare != a.loose and a.bare == b.loose


def _region_deviations(a: tuple[Place, ...], b: tuple[Place, ...]) -> list[Deviation]:
    names_a, names_b = {place.name for place in a}, {place.name for place in b}
    if names_a == names_b:
        return []
    words = "".join(place.name for place in (*a, *b) if place.name in names_a ^ names_b)
    if not a or not b:
        return [Deviation("region-missing", Strength.STRONG, f"缺行政区划“{words}”", f"the place “{words}” is missing")]
    if names_a <= names_b or names_b <= names_a:
        return [Deviation("region", Strength.STRONG, f"行政区划多少不同：“{words}”", f"“{words}” more or less")]
    return [Deviation("region", Strength.MEDIUM, "行政区划层级不同", "places of different level")]


def _is_distinct(name: EnterpriseName) -> bool:
    """Whether the 字号 tells enterprises apart: 企业联合会 and the offices of each district bear none."""
    return name.form not in {Form.GOVERNMENT, Form.INSTITUTION, Form.BODY} and bool(strip_trade(name.brand)[0])


def _group_deviation(a: EnterpriseName, b: EnterpriseName) -> list[Deviation]:
    if a.group == b.group:
        return []
    return [Deviation("group", Strength.MEDIUM, "一个带“集团”", "one of them is a group (集团)")]


def _trade_conflict(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    first, second = "".join(a.trade), "".join(b.trade)
    return _different(f"行业不同：“{first}”与“{second}”", f"trades differ: “{first}”, “{second}”")


def _form_conflict(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    first, second = a.form_words, b.form_words
    return _different(f"组织形式不同：“{first}”与“{second}”", f"forms differ: “{first}”, “{second}”")


def _ordinals_conflict(a: EnterpriseName, b: EnterpriseName) -> bool:
    """Whether the figures of two names differ: 云途一号, 云途二号, 云途."""
    shorter, longer = sorted((a.loose, b.loose), key=len)
    lost = _lost_character(shorter, longer)
    if lost:
        return is_ordinal(lost)
    return len(shorter) == len(longer) and any(
        is_ordinal(x) and is_ordinal(y) and not likeness(x, y) for x, y in zip(shorter, longer, strict=True) if x != y
    )


def _without_form(a: EnterpriseName, b: EnterpriseName) -> NameMatch | None:
    """The first name as the second without its form: 认证中心 and 认证中心有限公司, which is said to be possible."""
    if b.form not in COMPANIES or a.form in COMPANIES or not a.form_words:
        return None
    if a.loose == b.stem.casefold():
        return _possible(Strength.STRONG, "缺组织形式", "the form is missing")
    if "(" in a.form_words and (a.stem + _bare(a)).casefold() == b.stem.casefold():
        return _possible(Strength.MEDIUM, "仅组织形式不同", "only the form differs")
    return None


def _is_permuted(a: EnterpriseName, b: EnterpriseName) -> bool:
    """Whether one name consists of the parts of the other in another order (规则 相同 (二))."""
    if sorted(a.loose) != sorted(b.loose) or max(len(a.parts), len(b.parts)) > _MOST_PARTS:
        return False
    return _spells([_loose_part(part) for part in a.parts], b.loose) or _spells(
        [_loose_part(part) for part in b.parts], a.loose
    )


def _loose_part(part: Part) -> str:
    return part.short.translate(_NO_BRACKETS).casefold()


def _spells(parts: list[str], text: str) -> bool:
    """Whether these parts, each once, in any order, make up a text."""
    if not text:
        return not parts
    tried = {part for part in parts if text.startswith(part)}
    return any(
        _spells([*parts[: parts.index(part)], *parts[parts.index(part) + 1 :]], text[len(part) :]) for part in tried
    )


def _layout(name: EnterpriseName) -> tuple[str, ...]:
    return tuple(part.short for part in name.parts if part.kind != "form")


def _explained(a: str, b: str) -> list[Likeness]:
    """Why the characters that differ may be one, for two texts of one length; empty where one is not explained."""
    kinds = [likeness(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return [kind for kind in kinds if kind] if all(kinds) else []


def _titles(kinds: list[Likeness]) -> tuple[str, str]:
    """What explains the difference, in Chinese and English."""
    found = sorted(set(kinds))
    return "、".join(_TITLES[kind][0] for kind in found), ", ".join(_TITLES[kind][1] for kind in found)


def _fits_mask(masked: str, text: str) -> bool:
    """Whether a text with hidden characters may be the other: its visible pieces stand there in their order."""
    if MASKS.isdisjoint(masked) or sum(map(is_chinese, masked)) < 5:
        return False
    pieces = "".join("\0" if sign in MASKS else sign for sign in masked).split("\0")
    first, *middle, last = pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last) + 1:
        return False
    position, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, position, end)
        if at < 0:
            return False
        position = at + len(piece)
    return True


def _lost_character(a: str, b: str) -> str:
    """The one character that the longer text has more; empty where they differ otherwise."""
    shorter, longer = sorted((a, b), key=len)
    if len(longer) - len(shorter) != 1:
        return ""
    at = next((place for place, sign in enumerate(shorter) if sign != longer[place]), len(shorter))
    return longer[at] if shorter[at:] == longer[at + 1 :] else ""


def _by_other_names(a: EnterpriseName, b: EnterpriseName) -> list[NameMatch]:
    """What the former and second names in the one text say of the other: possible, never the same without a code."""
    found = []
    for words, title, title_en in ((a.aliases, "曾用名", "former name"), ((a.second_name,), "第二名称", "second name")):
        for name in filter(None, words):
            match = _compare_whole(parse_name(name), b)
            if match.relation is Relation.SAME:
                found.append(
                    _possible(Strength.STRONG, f"与{title}“{name}”相同", f"the same as the {title_en} “{name}”")
                )
            elif match.strength in {Strength.STRONG, Strength.BRANCH}:
                reason = f"与{title}“{name}”相近：{match.reason}"
                found.append(_possible(Strength.MEDIUM, reason, f"near the {title_en} “{name}”: {match.reason_en}"))
    for own, other in product(a.aliases, b.aliases):
        if parse_name(own).identity == parse_name(other).identity:
            found.append(_possible(Strength.STRONG, f"曾用名“{own}”相同", f"they share the former name “{own}”"))
    return found


def _by_english(a: EnterpriseName, b: EnterpriseName) -> NameMatch:
    """An English name and a Chinese one: the pinyin of the 字号 may stand in it (domain.md 4.7)."""
    english, chinese = (a, b) if _is_latin(a) else (b, a)
    nothing = _different("英文名称与字号拼音不符", "the English name does not spell the brand")
    if not _is_latin(english) or _is_latin(chinese):
        return nothing
    letters = _letters(english.text)
    if chinese.english and _letters(chinese.english) == letters:
        return _possible(Strength.STRONG, "英文名称相同", "the same English name")
    places = {reading for place in chinese.places[:1] for reading in spellings(place.short)}
    others = {name for name in _WATCHED_PLACES if name in letters} - places
    if others and not any(place in letters for place in places):
        return nothing
    if any(len(spelling) > 3 and spelling in letters for spelling in spellings(chinese.brand)):
        return _possible(Strength.WEAK, "英文名称含字号拼音", "the English name spells the brand")
    return nothing


def spellings(words: str) -> frozenset[str]:
    """The pinyin of some words with all readings, or with one of each character where these are too many."""
    choices = [sorted(readings(sign))[:3] or [sign] for sign in words]
    if prod(map(len, choices)) > _MOST_SPELLINGS:
        choices = [choice[:1] for choice in choices]
    return frozenset("".join(choice) for choice in product(*choices))


def _is_latin(name: EnterpriseName) -> bool:
    return not any(map(is_chinese, name.text))


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _has(deviations: list[Deviation], kind: str) -> bool:
    return any(deviation.kind == kind for deviation in deviations)


def _weighed(deviations: list[Deviation], *, is_short: bool = False) -> NameMatch:
    """What several deviations leave of a match: the weakest of them, and less where they add up.

    Weak is a short name, which misses two of place, trade and form, a doubtful 字号 of an incomplete name, and what is
    medium twice; two incomplete parts are medium.
    """
    kinds = [deviation.kind for deviation in deviations]
    strengths = [deviation.strength for deviation in deviations]
    missing = sum(kind.endswith("-missing") for kind in kinds)
    incomplete = sum(kind in {"region-missing", "form-missing", "form"} for kind in kinds)
    strength = max(strengths, key=ORDER.index)
    if is_short or missing > 1 or (missing and "brand" in kinds) or strengths.count(Strength.MEDIUM) > 1:
        strength = Strength.WEAK
    elif incomplete > 1 and strength is Strength.STRONG:
        strength = Strength.MEDIUM
    reasons = dict.fromkeys(deviation.reason for deviation in deviations)
    reasons_en = dict.fromkeys(deviation.reason_en for deviation in deviations)
    return _possible(strength, "；".join(reasons), "; ".join(reasons_en))


def _possible(strength: Strength, reason: str, reason_en: str) -> NameMatch:
    return NameMatch(Relation.POSSIBLE, strength, reason, reason_en)


def _different(reason: str, reason_en: str) -> NameMatch:
    return NameMatch(Relation.DIFFERENT, Strength.NONE, reason, reason_en)


def _person(text: str) -> str:
    """A person's name without spaces, titles and notes, with one kind of middle dot."""
    name = simplify(squash(text)).translate(_ONE_DOT).partition("(")[0]
    for title in ("先生", "女士"):
        name = name.removesuffix(title) if len(name) > len(title) + 1 else name
    return name.casefold()


_TOO_SHORT = 5
_LONG_BRAND = 4
_MOST_SPELLINGS = 64
_MOST_PARTS = 12
_ORDER = Deviation("order", Strength.STRONG, "各部分文字相同，顺序不同", "the same parts in another order")
_SPELLING = Deviation("spelling", Strength.STRONG, "区县或括号写法不同", "districts or brackets written differently")
_HIDDEN = Deviation("brand", Strength.MEDIUM, "字号有遮挡", "the brand is partly hidden")
_TITLES = {
    Likeness.MASK: ("有遮挡", "partly hidden"),
    Likeness.NUMERAL: ("数字写法不同", "figures written differently"),
    Likeness.SHAPE: ("形近", "look alike"),
    Likeness.SOUND: ("音近", "sound alike"),
}
_NO_BRACKETS = str.maketrans("", "", "()·-,.、")
_ONE_DOT = str.maketrans(dict.fromkeys("•・‧∙⋅.。", "·") | {"（": "(", "[": "(", "【": "("})
_WATCHED_PLACES = ("beijing", "tianjin", "hebei", "shanghai", "shenzhen", "guangzhou", "hangzhou", "nanjing")

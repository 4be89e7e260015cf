"""The term of a contract, agreement or lease: from, to, without end, renewing itself (domain.md 3.0, Dates; 3.31).

A length (有效期一年) counts from the day the clause names, else from the day of signing: one year from 2024-03-05 ends
2025-03-04.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.documents import Reading
from domain.records import Field
from domain.values import FoundSpan, find_days, find_spans, parse_term_length, term_end
from extractors.labels import make_field
from extractors.script import Hit, Script

_TERM = re.compile(
    r"(?<!保密)(?<!质保)(?<!保修)(?<!付款)(?<!支付)(?<!维护)(?<!保证)(?<!异议)(?<!检验)(?<!验收)(?<!交付)(?<!免租)(?<!通知)"
    r"(?:(?:合同|协议|服务|合作|履行|租赁|委托|执行|使用|入驻|孵化|项目|聘[任用请]?)(?:的)?(?:有效)?(?:期限|周期|期间|期)|有效期限?|有效期间|租期|期限)"
    r"(?!满|内|届满|间内|限内|限满|限届满)"
)
_OPEN = re.compile(r"长期(?!稳定|合作|友好|战略|发展|以来)|无固定期限|永久有效|不设期限")
_RENEWS = re.compile(
    r"自动(?:顺延|续期|续签|续约|延续|延期|续展|延长)|(?:期满|到期|届满)[^。\n]{0,40}(?:顺延|视为续签|视为续约|继续有效|自动)"
)
_NO_RENEWAL = re.compile(r"不(?:再)?自动(?:顺延|续)|不予顺延")
_FROM_SIGNING = re.compile(r"(?:签字|签订|签署|盖章|签章|生效|订立|签约)[^。;\n]{0,12}(?:之日|当日|日)?起?")
_BEGINS_WITH_SIGNING = re.compile(
    r"自[^。;\n]{0,10}(?:签字|签订|签署|盖章|签章|生效|订立)[^。;\n]{0,8}之?日起[^。;\n]{0,4}至"
)
_RUNS_ON = re.compile(r"\d[\t ]?[年月日][^。\n]{0,6}(?:起|至|到|[-—~])[\t ]?$|自[\t ]?$")
"""The end of a line within a range of days."""
_FROM_TO = re.compile(r"自[\t ]?(?=[^。\n]{6,60}止)")
_WINDOW = 110
"""Characters behind a label in which its term stands."""
UNSURE = 0.5
"""Two clauses of one paper give different terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term as one clause gives it: days, or a length from signing, or no end."""

    hit: Hit
    first: date | None = None
    last: date | None = None
    length: tuple[int, int] | None = None
    """Years and months."""
    from_signing: bool = False
    open_ended: bool = False


def term_fields(reading: Reading, script: Script, signed_on: date | None) -> dict[str, Field]:
    """`term_from`, `term_to`, `open_ended`, `renews`; `term_length` {years, months} where the start is not known.

    Two clauses that differ give the first, unsure, and `term_conflict`.
    """
    terms = [_counted(term, signed_on) for term in _find_terms(script)]
    fields = _fields_of(reading, _best(terms)) if terms else {}
    known = {(term.first, term.last) for term in terms if term.first and term.last}
    if len(known) > 1:
        unsure = {name: _unsure(field) for name, field in fields.items()}
        fields = {**unsure, "term_conflict": make_field(reading, terms[0].hit, value=True)}
    renewal = script.search(_RENEWS)
    if renewal is not None and _NO_RENEWAL.search(script.text) is None:
        fields["renews"] = make_field(reading, renewal, value=True)
    return fields


def _find_terms(script: Script) -> Iterator[Term]:
    """The term of each clause that speaks of one; without any, a range 自…起至…止."""
    found = False
    for match in _TERM.finditer(script.text):
        term = _term_in(script, match.end())
        if term is not None:
            found = True
            yield term
    if found:
        return
    for match in _FROM_TO.finditer(script.text):
        term = _term_in(script, match.start())
        if term is not None and term.first and term.last:
            yield term


def _term_in(script: Script, start: int) -> Term | None:
    """The term in the sentence that begins here."""
    window = _sentence(script.text, start)
    hit = script.hit(start, start + len(window))
    open_end = _OPEN.search(window)
    span = next((span for span in find_spans(window) if span.valid), None)
    length = parse_term_length(window)
    if span is not None and (span.first or span.last):
        return _spanned(script, start, window, span, length)
    if open_end is not None and (length is None or open_end.start() < 12):
        return Term(hit=script.hit(start + open_end.start(), start + open_end.end()), open_ended=True)
    if length is not None:
        first = next((day.value for day in find_days(window) if day.value), None)
        signing = first is None and _FROM_SIGNING.search(window) is not None
        return Term(hit=hit, first=first, length=length, from_signing=signing)
    begins = _BEGINS_WITH_SIGNING.search(window)
    return Term(hit=hit, from_signing=True) if begins is not None else None


def _spanned(script: Script, start: int, window: str, span: FoundSpan, length: tuple[int, int] | None) -> Term:
    """A term of which the clause names one day or both."""
    hit = script.hit(start + span.start, start + span.end)
    if span.last is None and not span.open_ended and length is not None and span.first is not None:
        return Term(hit=hit, first=span.first, last=term_end(span.first, *length))
    signing = span.first is None and _FROM_SIGNING.search(window[: span.start]) is not None
    open_ended = span.open_ended or (span.last is None and _OPEN.search(window) is not None)
    return Term(hit=hit, first=span.first, last=span.last, from_signing=signing, open_ended=open_ended)


def _sentence(text: str, start: int) -> str:
    """What stands behind a label: up to the end of the sentence, or of the next line where the label is a heading."""
    window = text[start : start + _WINDOW]
    first, newline, second = window.partition("\n")
    head = (
        first if len(first.strip("\t :;。为是约定")) > 1 or not newline else first + newline + second.partition("\n")[0]
    )
    if _RUNS_ON.search(first):
        head = first + newline + second.partition("\n")[0]
    stop = re.search(r"。|;(?!\d)", head)
    return head[: stop.start()] if stop and stop.start() > 1 else head


def _counted(term: Term, signed_on: date | None) -> Term:
    """The term with its days counted: a length from its own first day, else from signing."""
    first = term.first
    if first is None and signed_on is not None and (term.from_signing or term.length is not None or term.open_ended):
        first = signed_on
    last = term.last
    if last is None and first is not None and term.length is not None:
        last = term_end(first, *term.length)
    return Term(
        hit=term.hit,
        first=first,
        last=last,
        length=term.length,
        from_signing=term.from_signing,
        open_ended=term.open_ended,
    )


def _best(terms: list[Term]) -> Term:
    """The first term with both ends, else the first."""
    return next((term for term in terms if term.first and term.last), terms[0])


def _fields_of(reading: Reading, term: Term) -> dict[str, Field]:
    """The fields of a term."""
    values: dict[str, object] = {
        "term_from": term.first.isoformat() if term.first else None,
        "term_to": term.last.isoformat() if term.last else None,
        "open_ended": True if term.open_ended else None,
    }
    if term.length is not None and term.last is None:
        values["term_length"] = {"years": term.length[0], "months": term.length[1]}
    return {name: make_field(reading, term.hit, value) for name, value in values.items() if value is not None}


def _unsure(field: Field) -> Field:
    """The field with less confidence."""
    return Field(field.value, field.raw, min(field.confidence, UNSURE), field.source)

"""Activities that a branch counts (评分指标8.1–8.6): of its topic, and attended by as many as it asks.

Those declared at or over the minimum are listed (contract, section 3). How many came is told from signed rows and
exported lists; what the row declares proves nothing. One activity may stand under several indicators (A49).
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.claims import ListName
from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Ask, Demand, Rule, Topic
from domain.text import squash
from validators.bench import Weighed
from validators.branch import declared_category
from validators.measured import Measured
from validators.measures.listed import of_listed
from validators.pairing import Pool
from validators.weighing.activity_papers import NOTICES, SCREENSHOTS, SHEETS, Activity
from validators.weighing.evidence import decimal_cell, is_legible
from validators.weighing.headcount import Bounds, Headcount, count_heads
from validators.weighing.scale import Scale

EVIDENCE = (Kind.SIGN_IN_SHEET, Kind.ACTIVITY_NOTICE, Kind.MEETING_SCREENSHOT)
COLUMNS = {Ask.ENTERPRISES: ("enterprises", "参与企业家数", "家")}
PERSONS = ("persons", "参与人数", "人")
"""The column that declares what is asked, its words, and the unit."""


def measure_activities(rule: Rule, weighed: Weighed) -> Measured:
    """The activities of 附表5 that count for a rule.

    Whether an activity is of a branch's topic is asked of a person only where that branch is declared.
    """
    own = _names_of(weighed)
    scales = (_weigh(activity, rule, weighed.bench.pool, own) for activity in weighed.activities)
    listed = (scale for scale in scales if scale is not None)
    measured = of_listed(ListName.ACTIVITIES, listed, weighed, *EVIDENCE)
    if declared_category(weighed) is not None:
        return measured
    return replace(measured, findings=tuple(f for f in measured.findings if f.reason is not Reason.KIND_AMBIGUOUS))


def _weigh(activity: Activity, rule: Rule, pool: Pool, own: Sequence[str]) -> Scale | None:
    """An activity on the scale of a rule; None where it does not declare what the rule asks."""
    declared = _declares_enough(activity, rule)
    heads = count_heads(activity, pool) if rule.demands and declared is not False else None
    if declared is False or (declared is None and heads and not _is_reached(activity, rule, heads)):
        return None
    scale = Scale(activity.claim, rule.id)
    scale.prove(activity.claim.source)
    scale.inherit(activity.scale.judgement())
    if scale.status is not Status.EXCLUDED:
        if rule.topic is not None and not is_on_topic(activity, rule.topic, own):
            scale.open(Reason.KIND_AMBIGUOUS, name=activity.claim.name, found=rule.topic.name)
        if heads is not None:
            _weigh_heads(scale, activity, rule, heads)
        if declared is None:
            _open_undeclared(scale, rule)
    return scale


# --- Topic ------------------------------------------------------------------------------------------------------------


def is_on_topic(activity: Activity, topic: Topic, own: Sequence[str]) -> bool:
    """Whether its name or its notice says that it is about this, and not only the name of the host (`own`)."""
    notices = [
        record.text(field)
        for record in activity.of_kind(NOTICES)
        for field in ("title", "heading")
        if is_legible(record, field)
    ]
    return any(shows(text, topic, own) for text in (activity.claim.name, *notices) if text)


def shows(text: str, topic: Topic, own: Sequence[str]) -> bool:
    """Whether a text bears a word of the topic, and none beside which those words show nothing."""
    plain = squash(text)
    for name in own:
        plain = plain.replace(name, "")
    return any(word in plain for word in topic.words) and not any(word in plain for word in topic.unless)


def _names_of(weighed: Weighed) -> tuple[str, ...]:
    """The names of applicant and platform, squashed, the longest first: 创业 in a host's name is no topic."""
    applicant = weighed.applicant
    if applicant is None:
        return ()
    names = [applicant.name, *applicant.aliases, *([applicant.platform.platform] if applicant.platform else [])]
    return tuple(sorted({squash(name) for name in names if name}, key=lambda name: (-len(name), name)))


# --- What is declared -------------------------------------------------------------------------------------------------


def _declares_enough(activity: Activity, rule: Rule) -> bool | None:
    """Whether the row declares at least what the rule asks; None where it gives no number."""
    firms, online = rule.asks(Ask.ENTERPRISES), rule.asks(Ask.ONLINE_PERSONS)
    persons = decimal_cell(activity.claim, "persons")
    if firms is not None:
        enterprises = decimal_cell(activity.claim, "enterprises")
        if enterprises:
            return firms.is_met(enterprises)
        return None if online is None or not activity.is_online or persons is None else online.is_met(persons)
    asked = rule.asks(Ask.PERSONS)
    if asked is None:
        return True
    return None if persons is None else asked.is_met(persons)


def _open_undeclared(scale: Scale, rule: Rule) -> None:
    key, words, _ = COLUMNS.get(rule.demands[0].of, PERSONS)
    found = scale.claim.raw.get(key) or "空"
    scale.open(Reason.VALUE_INVALID, scale.claim.source, name=scale.claim.name, found=found, expected=words)


# --- Who came ---------------------------------------------------------------------------------------------------------


def _asked(activity: Activity, rule: Rule, heads: Headcount) -> tuple[Demand, Bounds]:
    """What is asked of an activity, and how much of it there is.

    Persons are asked only of an online activity whose enterprises cannot be told (“如为线上形式无法确认企业家数”).
    """
    firms, online = rule.asks(Ask.ENTERPRISES), rule.asks(Ask.ONLINE_PERSONS)
    if firms is None:
        return rule.demands[0], heads.persons
    untold = activity.is_online and not heads.names_units and not firms.is_met(heads.enterprises.least)
    return (online, heads.persons) if online is not None and untold else (firms, heads.enterprises)


def _is_reached(activity: Activity, rule: Rule, heads: Headcount) -> bool:
    """Whether as many may have come as the rule asks."""
    demand, bounds = _asked(activity, rule, heads)
    return demand.is_met(bounds.most)


def _weigh_heads(scale: Scale, activity: Activity, rule: Rule, heads: Headcount) -> None:
    """Prove the attendance; exclude the activity where surely fewer came, leave open what cannot be told."""
    demand, bounds = _asked(activity, rule, heads)
    key, _, unit = COLUMNS.get(demand.of, PERSONS)
    name = activity.claim.name
    if demand.is_met(bounds.least):
        scale.prove(*heads.sources)
    elif not demand.is_met(bounds.most) and heads.is_final:
        facts = {"found": bounds.said(unit), "expected": f"{demand.words}{unit}"}
        scale.exclude(Reason.ATTENDANCE_BELOW_MINIMUM, *heads.sources, name=name, **facts)
    elif activity.of_kind(SHEETS | SCREENSHOTS):
        found = bounds.said(unit) if bounds.most else f"未见{unit}数"
        declared = _said(decimal_cell(activity.claim, key), unit)
        scale.open(Reason.ATTENDANCE_MISMATCH, *heads.sources, name=name, found=found, expected=declared)
    elif not scale.reasons:
        scale.open(Reason.SIGN_IN_MISSING, name=name)


def _said(declared: Decimal | None, unit: str) -> str:
    return f"{declared:f}{unit}" if declared is not None else "空"

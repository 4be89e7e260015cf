"""Weigh the listed enterprises (上市挂牌企业名单, 评分指标9): one stage each, reached in the year, after a contract."""

from collections.abc import Mapping, Sequence

from domain.claims import Claim
from domain.documents import Kind
from domain.findings import Reason
from domain.recognitions import Stage, find_stage
from validators.weighing.contracts import Days, Service, days_of, open_without_contract, prove_service, services_of
from validators.weighing.duplicates import exclude_duplicates
from validators.weighing.mentions import Mention, ProofDesk, is_settled, open_unproven
from validators.weighing.papers import PaperDesk
from validators.weighing.scale import Scale

FIELDS = ("stage", "awarded_on", "layer")
LISTING = frozenset({Stage.TUTORED, Stage.ACCEPTED, Stage.APPROVED, Stage.REGISTERED, Stage.LISTED})
"""What counts as 上市 (“通过辅导验收”, “受理”, “审核通过”, and what follows on them)."""
LAYER = frozenset({Stage.INNOVATION_LAYER})
QUOTED = frozenset({Stage.QUOTED, Stage.BASE_LAYER, Stage.INNOVATION_LAYER})
"""What a row of the NEEQ may say of itself; only 创新层 counts."""
ORDER = {stage: place for place, stage in enumerate(Stage)}
OWN_BUREAU, BUREAUS = "北京", ("监管局", "证监局")
"""“中国证券监督管理委员会北京监管局”: the bureau of the definition of 评分指标9."""


def declared_stage(claim: Claim) -> Stage | None:
    """The stage that a row declares."""
    return find_stage(str(claim.cells.get("stage") or ""))


def wanted_stages(claim: Claim) -> frozenset[Stage]:
    """The stages that would prove a row: those of its market; both where it does not say which."""
    stage = declared_stage(claim)
    if stage is None:
        return LISTING | LAYER
    return LAYER if stage in QUOTED else LISTING


def weigh_listings(claims: Sequence[Claim], desk: PaperDesk, rules: Mapping[str, str | None]) -> list[Scale]:
    """Every row of the list, weighed; `rules` are those of listing and of the innovation layer, by metric.

    One enterprise counts once, at its highest stage (A36): of several rows that one stays.
    """
    scales = [Scale(claim, rules[metric_of(claim)]) for claim in claims]
    exclude_duplicates(sorted(scales, key=_height), desk.pool)
    proofs = ProofDesk(desk.pool, Kind.LISTING_PROOF)
    for scale in scales:
        if not scale.is_excluded:
            _weigh(scale, proofs.of(scale.claim.name), desk)
    return scales


def metric_of(claim: Claim) -> str:
    """The metric that a row is counted by: 新三板 or 上市; of an unknown stage the latter."""
    return "neeq_innovation" if wanted_stages(claim) == LAYER else "listed_companies"


def _weigh(scale: Scale, mentions: tuple[Mention, ...], desk: PaperDesk) -> None:
    claim = scale.claim
    if declared_stage(claim) is None:
        found = claim.raw.get("stage") or "空"
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=found, expected="上市或挂牌阶段")
    wanted = wanted_stages(claim)
    proven = [one for one in mentions if one.is_sure and one.is_legible(*FIELDS) and stage_of(one) in wanted]
    timely = [mention for mention in proven if mention.year("awarded_on") == desk.year]
    if not timely:
        _explain(scale, mentions, proven, desk)
        if not scale.is_excluded:
            _weigh_contract(scale, None, desk)
        return
    best = max(timely, key=lambda mention: (_is_ours(mention), ORDER[stage_of(mention) or Stage.FILED]))
    scale.prove(claim.source, *best.sources("stage", "awarded_on", "layer", "code"))
    if not _is_ours(best):
        found, expected = best.text("issuer") or "未写明", "中国证券监督管理委员会北京监管局"
        name = f"{claim.name}的辅导验收文件"
        scale.open(Reason.ISSUER_NOT_ELIGIBLE, *best.sources("issuer"), name=name, found=found, expected=expected)
    _weigh_contract(scale, days_of(best.text("awarded_on")), desk)


def stage_of(mention: Mention) -> Stage | None:
    """The stage that a proof shows for an enterprise: its row's layer before that of the paper."""
    layer = find_stage(str(mention.row.get("layer") or ""))
    if layer is not None:
        return layer
    text = mention.text("stage")
    return Stage(text) if text in {stage.value for stage in Stage} else find_stage(text)


def _height(scale: Scale) -> int:
    """0 for the highest stage that a row may declare, more for lower ones, most for none."""
    stage = declared_stage(scale.claim)
    return len(ORDER) - 1 - ORDER[stage] if stage is not None else len(ORDER)


def _is_ours(mention: Mention) -> bool:
    """Whether a tutoring was accepted by the bureau of Beijing; other stages are the nation's."""
    issuer = mention.text("issuer")
    return stage_of(mention) is not Stage.TUTORED or (OWN_BUREAU in issuer and issuer.endswith(BUREAUS))


def _explain(scale: Scale, mentions: tuple[Mention, ...], proven: Sequence[Mention], desk: PaperDesk) -> None:
    """Why no proof shows the stage of the row in the year."""
    claim, year = scale.claim, desk.year
    for mention in proven:
        places = mention.sources("stage", "awarded_on")
        told = mention.text("awarded_on")
        if not told:
            scale.open(Reason.DATE_MISSING, *places, name=claim.name, found="上市挂牌证明")
            continue
        certain = all(one.is_certain(*FIELDS) and one.text("awarded_on") for one in proven)
        settled = certain and is_settled(mentions, claim.name, desk) and _is_of_its_stage(mention, claim, year)
        weigh = scale.exclude if settled else scale.open
        weigh(Reason.DATE_OUT_OF_PERIOD, *places, name=claim.name, found=told, expected=f"{year}年")
    if proven:
        return
    for mention in mentions:
        if mention.is_sure and not mention.is_legible(*FIELDS):
            scale.open_unread(mention.place)
    open_unproven(scale, mentions, desk)
    shown = "、".join(dict.fromkeys(stage.value for one in mentions if one.is_sure and (stage := stage_of(one))))
    wanted = "创新层挂牌" if wanted_stages(claim) == LAYER else "上市"
    name = f"“{claim.name}”的{wanted}证明" + (f"（材料为{shown}）" if shown else "")
    scale.open(Reason.DOCUMENT_MISSING, claim.source, name=name)


def _is_of_its_stage(mention: Mention, claim: Claim, year: int) -> bool:
    """Whether the day of a proof is that of the stage which the row declares, and of no other.

    Another stage may have been reached in the year; of a firm of 创新层 a page may give the day of its quotation.
    """
    stage = stage_of(mention)
    entered_later = stage is Stage.INNOVATION_LAYER and (mention.year("awarded_on") or 0) < year
    return stage is declared_stage(claim) and not entered_later


def _weigh_contract(scale: Scale, reached: Days | None, desk: PaperDesk) -> None:
    """A contract of the year or before, signed no later than the stage was reached (A36)."""
    claim, services = scale.claim, services_of(scale.claim.name, desk)
    dated = [service for service in services if service.signed is not None and service.signed.first.year <= desk.year]
    before = [service for service in dated if reached is None or _precedes(service, reached)]
    serving = [service for service in before if not _ended(service, desk.year)]
    if serving:
        prove_service(scale, serving[0])
    elif before:
        _open_ended(scale, before[0], desk.year)
    elif dated and reached is not None:
        record = dated[0].link.record
        expected = f"{reached.last.isoformat()}（上市挂牌）以前"
        places, found = record.sources("signed_on"), f"{record.text('signed_on')}（合同）"
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=claim.name, found=found, expected=expected)
    else:
        open_without_contract(scale, desk, services)


def _precedes(service: Service, reached: Days) -> bool:
    return service.signed is not None and service.signed.last <= reached.first


def _ended(service: Service, year: int) -> bool:
    """Whether a contract of an earlier year surely ended before the year, and nothing shows that it served in it."""
    ended = service.link.record.text("term_to")
    return not service.in_year and bool(ended) and int((ended or "0")[:4]) < year


def _open_ended(scale: Scale, service: Service, year: int) -> None:
    record = service.link.record
    found = f"{record.text('term_from') or record.text('signed_on')}至{record.text('term_to')}"
    places = record.sources("signed_on", "term_to")
    scale.open(Reason.TERM_OUTSIDE_PERIOD, *places, name=scale.claim.name, found=found, expected=f"{year}年")

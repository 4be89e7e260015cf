"""Weigh persons whom a platform knows, places or trains (评分指标8.5（1）, 8.5（3）)."""

import re
from collections.abc import Callable, Sequence

from domain.claims import Claim, ListName
from domain.findings import Reason
from domain.text import squash
from validators.names import EnterpriseClass, is_enterprise
from validators.weighing.roster import exclude_namesakes
from validators.weighing.scale import Scale

RECRUITED_PAPERS = "招聘的说明及证明材料，以及属于紧缺专业或职业（工种）的说明"
TRAINED_PAPERS = "培训通知、签到表或合同，以及属于紧缺专业或职业（工种）的说明"
EVENT = ("training", "trained_on")
"""What parts two attendances of one person: “培训人次” (A34)."""


_NOBODY = re.compile(r"等[0-9一二三四五六七八九十]{0,4}[人名位]|[、,;/]|\A(?:待定|某某|无|合计|小计|总计|暂无)\Z")


def weigh_talents(claims: Sequence[Claim], rule: str | None) -> list[Scale]:
    """Every row of the talent pool, weighed: distinct persons.

    “提供人才库相应的截图或名单等证明材料”: the policy takes the list itself for the proof of this rule, so that a row
    of a person who stands on it once is proven by its own cell.
    """
    scales = [Scale(claim, rule) for claim in claims]
    exclude_namesakes(scales)
    for scale in scales:
        if not scale.is_excluded:
            scale.prove(scale.claim.source)
            _weigh_name(scale)
    return scales


def _weigh_name(scale: Scale) -> None:
    """A row that names an organisation, several persons or nobody is no person."""
    claim = scale.claim
    organisation = is_enterprise(claim.name) not in (EnterpriseClass.PERSON, EnterpriseClass.UNKNOWN)
    if organisation or _NOBODY.search(squash(claim.name)):
        scale.open(Reason.VALUE_INVALID, claim.source, name=claim.name, found=claim.name, expected="一人的姓名")


def weigh_recruited(claims: Sequence[Claim], rule: str | None) -> list[Scale]:
    """Every person recruited: whether the profession is scarce only a person can tell (紧缺人才, 8.5（3）).

    A list of both kinds says in a column which rows were trained; those are attendances.
    """
    scales = [Scale(claim, rule) for claim in claims]
    trained = [scale for scale in scales if "培训" in squash(str(scale.claim.cells.get("manner") or ""))]
    kept = {id(scale) for scale in trained}
    exclude_namesakes([scale for scale in scales if id(scale) not in kept])
    exclude_namesakes(trained, event=EVENT)
    for scale in scales:
        _ask(scale, TRAINED_PAPERS if id(scale) in kept else RECRUITED_PAPERS)
    return scales


def weigh_trained(claims: Sequence[Claim], rule: str | None) -> list[Scale]:
    """Every attendance of a person at a training: the same person counts once for each training."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_namesakes(scales, event=EVENT)
    for scale in scales:
        _ask(scale, TRAINED_PAPERS)
    return scales


def _ask(scale: Scale, papers: str) -> None:
    if not scale.is_excluded:
        scale.open(Reason.NO_EVIDENCE, name=scale.claim.name, expected=papers)


WEIGHERS: dict[ListName, Callable[[Sequence[Claim], str | None], list[Scale]]] = {
    ListName.TALENTS: weigh_talents,
    ListName.RECRUITED: weigh_recruited,
    ListName.TRAINED: weigh_trained,
}

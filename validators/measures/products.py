"""Products of a branch's own class (评分指标8.3（1）, 8.4（1）): rows of 附表4 that the system shows, names once."""

from domain.claims import ListName
from domain.documents import Kind
from domain.findings import Reason
from domain.programme import Rule
from domain.report import Judgement
from validators.bench import Weighed
from validators.measured import Measured
from validators.measures.listed import of_listed
from validators.weighing.products import category_of, is_class
from validators.weighing.scale import Scale


def measure_products(rule: Rule, weighed: Weighed) -> Measured:
    """The rows whose 分类 is the rule's; those whose class cannot be told are for a person."""
    rows = (_weigh(judged, rule, weighed) for judged in weighed.judgements(ListName.PRODUCTS))
    return of_listed(ListName.PRODUCTS, (scale for scale in rows if scale is not None), weighed, Kind.SYSTEM_SCREENSHOT)


def _weigh(judged: Judgement, rule: Rule, weighed: Weighed) -> Scale | None:
    """A row on the scale of a rule; None where it is of another class."""
    claim, category = judged.claim, category_of(judged.claim)
    own = rule.topic is None or is_class(category, rule.topic.words)
    if not own and is_class(category, weighed.bench.classes):
        return None
    scale = Scale(claim, rule.id)
    scale.inherit(judged)
    if not own:
        facts = {"name": claim.name, "found": category or "空", "expected": "服务产品（项目）分类"}
        scale.open(Reason.VALUE_INVALID, claim.source, **facts)
    return scale

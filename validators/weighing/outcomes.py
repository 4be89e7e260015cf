"""Weigh the lists of what became of enterprises: startups, financed, listed, newly recognised (domain.md 1.3)."""

from collections.abc import Mapping, Sequence

from domain.claims import ListName
from validators.bench import Bench
from validators.branch import category_of
from validators.weighing.financed import weigh_financed, weigh_sums
from validators.weighing.high_growth import provinces_of, weigh_recognised
from validators.weighing.listings import weigh_listings
from validators.weighing.matching import Order
from validators.weighing.orders import by_enterprise
from validators.weighing.scale import Scale
from validators.weighing.startups import weigh_startups


def weigh_outcomes(
    bench: Bench, served: Sequence[Scale], orders: Mapping[int, Order]
) -> dict[ListName, Sequence[Scale]]:
    """The lists of what became of enterprises; that of financing by enterprise, or by sum where the branch is that."""
    rows, desk, rule = bench.rows, bench.desk, bench.rule
    markets = {metric: rule(metric) for metric in ("listed_companies", "neeq_innovation")}
    return {
        ListName.STARTUPS: weigh_startups(rows(ListName.STARTUPS), desk, rule("startups_served")),
        ListName.FINANCED: _weigh_financed(bench, served, by_enterprise(orders, bench.desk)),
        ListName.LISTED: weigh_listings(rows(ListName.LISTED), desk, markets),
        ListName.RECOGNISED: weigh_recognised(rows(ListName.RECOGNISED), desk, rule("newly_recognised_smes")),
    }


def _weigh_financed(bench: Bench, served: Sequence[Scale], orders: Mapping[str, Sequence[Order]]) -> Sequence[Scale]:
    claims, desk, metric = bench.rows(ListName.FINANCED), bench.desk, "financing_amount"
    branch = next((rule.option for rule in bench.programme.rules if rule.metric == metric), None)
    if branch is not None and category_of(bench.submission) == branch:
        sums = weigh_sums(claims, desk, bench.rule(metric), orders)
        return sorted((scale for one in sums for scale in one.scales), key=lambda scale: claims.index(scale.claim))
    scales = [Scale(claim, None) for claim in claims]
    provinces = provinces_of(served, scales, desk)
    regions, rule = bench.regions("financed_smes"), bench.rule("financed_smes")
    return weigh_financed(claims, desk, provinces, regions, rule, orders)

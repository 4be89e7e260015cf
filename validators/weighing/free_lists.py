"""Weigh the lists without a template of what a platform has: registered, mentors, talents, persons placed, cases."""

from collections.abc import Mapping, Sequence

from domain.claims import ListName
from validators.bench import Bench
from validators.weighing.cases import weigh_cases
from validators.weighing.matching import Order
from validators.weighing.mentors import weigh_mentors
from validators.weighing.orders import by_enterprise
from validators.weighing.registered import own_screens, weigh_registered
from validators.weighing.scale import Scale
from validators.weighing.talents import weigh_recruited, weigh_talents, weigh_trained


def weigh_free_lists(bench: Bench, orders: Mapping[int, Order]) -> dict[ListName, Sequence[Scale]]:
    """Every row of these lists, weighed."""
    rows, scarce = bench.rows, bench.rule("scarce_talents")
    return {
        ListName.REGISTERED: weigh_registered(
            rows(ListName.REGISTERED),
            own_screens(bench.pool),
            bench.regions("registered_enterprises"),
            bench.options.as_of,
            bench.rule("registered_enterprises"),
        ),
        ListName.MENTORS: weigh_mentors(rows(ListName.MENTORS), bench.pool, bench.options.year, bench.rule("mentors")),
        ListName.TALENTS: weigh_talents(rows(ListName.TALENTS), bench.rule("talent_pool")),
        ListName.RECRUITED: weigh_recruited(rows(ListName.RECRUITED), scarce),
        ListName.TRAINED: weigh_trained(rows(ListName.TRAINED), scarce),
        ListName.CASES: weigh_cases(
            rows(ListName.CASES),
            bench.desk,
            by_enterprise(orders, bench.desk),
            bench.provinces,
            bench.regions("application_cases"),
            bench.rule("application_cases"),
        ),
    }

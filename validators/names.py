"""Names of enterprises and persons: taken apart, compared, looked up, de-duplicated (domain.md, section 4).

The parts are in their own modules: `name_parts` takes a name apart, `name_comparison` compares two, `name_index` many,
`enterprises` tells what kind of body a name is of, `regions` in which province it lies.
"""

from validators.enterprises import EnterpriseClass, is_enterprise, region_of
from validators.name_comparison import compare_names, compare_parsed, compare_persons, compare_table
from validators.name_index import (
    Candidate,
    DuplicateGroup,
    DuplicateGroups,
    NameIndex,
    PossibleDuplicate,
    duplicate_groups,
)
from validators.name_match import NameMatch, Relation, Strength
from validators.name_parts import EnterpriseName, parse_name
from validators.regions import province_of

__all__ = [
    "Candidate",
    "DuplicateGroup",
    "DuplicateGroups",
    "EnterpriseClass",
    "EnterpriseName",
    "NameIndex",
    "NameMatch",
    "PossibleDuplicate",
    "Relation",
    "Strength",
    "compare_names",
    "compare_parsed",
    "compare_persons",
    "compare_table",
    "duplicate_groups",
    "is_enterprise",
    "parse_name",
    "province_of",
    "region_of",
]

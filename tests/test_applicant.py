"""Who the applicant is: named by papers, archive, registry or option, under all its names."""

from collections.abc import Sequence

import pytest

import programmes
from domain.documents import Kind
from domain.records import Record
from domain.report import Applicant, Platform
from tests.papers import OWN, OWN_CODE, agreement, contract, invoice, record, uscc
from validators.applicant import find_applicant, is_same, match_applicant
from validators.names import Relation, Strength

CLIENT = "北京云途科技有限公司"
FORMER = "北京砚溪信息咨询有限公司"
LICENCE = record(Kind.BUSINESS_LICENCE, name=OWN, uscc=OWN_CODE)
PLATFORM = Platform(number=7, operator=OWN, platform="砚溪平台", category="综合咨询", district="海淀区")


def name_of(records: Sequence[Record], stem: str = "", option: str | None = None) -> tuple[str, str] | None:
    found = find_applicant(records, stem, (), option)
    return (found.name, found.found_by) if found is not None else None


@pytest.mark.parametrize(
    ("records", "stem", "expected"),
    [
        ((LICENCE,), OWN, (OWN, "archive-name")),
        ((LICENCE,), "北京市砚溪企业服务有限责任公司", (OWN, "archive-name")),
        ((LICENCE,), "砚溪", (OWN, "archive-name")),
        ((LICENCE,), "绩效评价附件材料", (OWN, "papers")),
        ((LICENCE,), "", (OWN, "papers")),
        ((contract(CLIENT), invoice(CLIENT)), "", (OWN, "papers")),
        ((), OWN, None),
        ((), "", None),
    ],
)
def test_the_name_is_that_of_the_papers(
    records: tuple[Record, ...], stem: str, expected: tuple[str, str] | None
) -> None:
    assert name_of(records, stem) == expected


def test_a_client_of_many_contracts_is_not_the_applicant() -> None:
    papers = [
        paper for month in range(1, 9) for paper in (contract(CLIENT, number=month), invoice(CLIENT, total_yuan=month))
    ]
    assert name_of(papers) == (OWN, "papers")


def test_papers_that_name_two_parties_alike_name_nobody() -> None:
    assert name_of([contract(CLIENT), contract(CLIENT, number="2")]) is None
    assert name_of([contract(CLIENT), contract("天津岚谷软件有限公司")]) == (OWN, "papers")


def test_spellings_that_differ_in_blanks_and_brackets_are_one_name() -> None:
    papers = [
        invoice(CLIENT, seller="砚溪（北京）服务有限公司", seller_code=None),
        invoice(CLIENT, seller="砚溪(北京) 服务有限公司", seller_code=None, total_yuan=2),
    ]
    assert name_of([*papers, contract(CLIENT, party_b="砚溪（北京）服务有限公司")]) == (
        "砚溪（北京）服务有限公司",
        "papers",
    )


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (OWN, OWN),
        ("砚溪", OWN),
        ("砚溪企业服务", OWN),
        ("北京岫禾科技有限公司", "北京岫禾科技有限公司"),
        ("岫禾", "岫禾"),
    ],
)
def test_a_short_option_is_completed_from_the_papers_and_a_full_name_is_believed(option: str, expected: str) -> None:
    assert name_of([LICENCE, contract(CLIENT)], "", option) == (expected, "option")


def test_the_registry_knows_an_applicant_without_papers() -> None:
    found = find_applicant((), OWN, [PLATFORM])
    assert found is not None
    assert (found.name, found.found_by, found.platform) == (OWN, "registry", PLATFORM)
    assert find_applicant([LICENCE], "", [PLATFORM]).platform == PLATFORM  # type: ignore[union-attr]


def test_every_operator_of_the_registry_is_found_by_its_archive() -> None:
    platforms = programmes.registry()
    for platform in platforms[::10]:
        found = find_applicant((), platform.operator, platforms)
        assert found is not None
        assert found.platform == platform


# --- Code and other names ---------------------------------------------------------------------------------------------


def test_the_code_is_the_one_that_the_papers_agree_on() -> None:
    assert find_applicant([LICENCE, invoice(CLIENT)], "", ()).uscc == OWN_CODE  # type: ignore[union-attr]
    other = invoice(CLIENT, seller_code=uscc("other"))
    assert find_applicant([LICENCE, other], "", ()).uscc is None  # type: ignore[union-attr]
    wrong = invoice(CLIENT, seller_code="911101080000000000")
    assert find_applicant([LICENCE, wrong], "", ()).uscc == OWN_CODE  # type: ignore[union-attr]


def test_a_name_with_the_applicants_code_is_a_former_name_of_it() -> None:
    papers = [LICENCE, invoice(CLIENT, seller=FORMER), contract(CLIENT, party_b=FORMER)]
    found = find_applicant(papers, OWN, ())
    assert found is not None
    assert found.aliases == (FORMER,)
    assert is_same(match_applicant(found, FORMER))


def test_a_badly_read_name_is_no_alias() -> None:
    papers = [LICENCE, invoice(CLIENT, seller=FORMER, sure={"seller": 0.89})]
    assert find_applicant(papers, OWN, ()).aliases == ()  # type: ignore[union-attr]


def test_other_spellings_are_aliases() -> None:
    papers = [LICENCE, agreement("北京瀚澜律师事务所", party_a="北京市砚溪企业服务有限责任公司")]
    assert find_applicant(papers, OWN, ()).aliases == ("北京市砚溪企业服务有限责任公司",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "code", "relation", "strength"),
    [
        (OWN, None, Relation.SAME, Strength.EXACT),
        (FORMER, None, Relation.SAME, Strength.EXACT),
        (CLIENT, OWN_CODE, Relation.SAME, Strength.VARIANT),
        (f"{OWN}天津分公司", None, Relation.POSSIBLE, Strength.BRANCH),
        (CLIENT, None, Relation.DIFFERENT, Strength.NONE),
        (OWN, uscc("another"), Relation.DIFFERENT, Strength.NONE),
    ],
)
def test_a_name_is_compared_with_all_names_of_the_applicant(
    name: str, code: str | None, relation: Relation, strength: Strength
) -> None:
    applicant = Applicant(name=OWN, uscc=OWN_CODE, aliases=(FORMER,))
    match = match_applicant(applicant, name, code)
    assert match is not None
    assert (match.relation, match.strength) == (relation, strength)


def test_without_an_applicant_nothing_is_compared() -> None:
    assert match_applicant(None, OWN) is None
    assert not is_same(None)

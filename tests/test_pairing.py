"""Pairing: which declared enterprise a paper means, by which link."""

import pytest

from domain.documents import Kind
from domain.findings import Reason
from tests.papers import (
    APPLICANT,
    OWN,
    OWN_CODE,
    contract,
    invoice,
    record,
    submission,
    survey,
    unread,
    uscc,
)
from validators.names import Relation
from validators.pairing import Link, Pool, codes_by_name

CLIENT, OTHER = "北京云途科技有限公司", "天津岚谷软件有限公司"
FORMER = "北京云途机电设备有限公司"


def links(pool: Pool, name: str = CLIENT) -> tuple[Link, ...]:
    return (*pool.contracts.get(name, ()), *pool.invoices.get(name, ()))


@pytest.mark.parametrize(
    ("parties", "sure"),
    [
        ((CLIENT, OWN), [True]),
        ((OWN, CLIENT), [True]),
        (("北京市云途科技有限责任公司", OWN), [True]),
        ((f"{CLIENT}海淀分公司", OWN), [True]),
        (("云途（北京）科技有限公司", OWN), [False]),
        ((CLIENT, "砚溪（北京）企业服务有限公司"), [False]),
        ((CLIENT, f"{OWN}天津分公司"), [False]),
        ((CLIENT, OTHER), [False]),
        ((OTHER, OWN), []),
    ],
)
def test_a_contract_links_the_party_that_is_not_the_applicant(parties: tuple[str, str], sure: list[bool]) -> None:
    pool = Pool(submission([contract(parties[0], party_b=parties[1])]), [CLIENT])
    assert [link.sure for link in links(pool)] == sure


def test_a_contract_of_two_declared_enterprises_and_the_applicant_links_both() -> None:
    pool = Pool(submission([contract(CLIENT, party_c=OTHER)]), [CLIENT, OTHER])
    assert [len(links(pool, name)) for name in (CLIENT, OTHER)] == [1, 1]


def test_an_invoice_links_its_buyer_and_says_how_the_seller_compares() -> None:
    papers = [
        invoice(CLIENT),
        invoice(CLIENT, seller=OTHER, seller_code=None),
        invoice(CLIENT, seller=None, seller_code=None),
    ]
    found = links(Pool(submission(papers), [CLIENT]))
    assert [link.sure for link in found] == [True, False, False]
    assert [link.applicant_match is None for link in found] == [False, False, True]


def test_a_paper_under_two_possible_names_links_both_and_proves_neither() -> None:
    names = ["北京云途网络科技有限公司", "北京云途科技集团有限公司"]
    pool = Pool(submission([contract(CLIENT)]), names)
    found = [link for name in names for link in links(pool, name)]
    assert len(found) == 2
    assert not any(link.sure for link in found)


def test_the_same_name_before_a_possible_one() -> None:
    pool = Pool(submission([contract(CLIENT)]), [CLIENT, "北京云途网络科技有限公司"])
    assert len(links(pool)) == 1
    assert links(pool, "北京云途网络科技有限公司") == ()


# --- Codes ------------------------------------------------------------------------------------------------------------


def test_an_equal_code_joins_a_former_name() -> None:
    code = uscc("client")
    papers = [invoice(CLIENT, buyer_code=code), invoice(FORMER, buyer_code=code), contract(FORMER)]
    pool = Pool(submission(papers), [FORMER, CLIENT])
    assert pool.canonical(CLIENT) == FORMER
    assert [link.sure for link in links(pool, FORMER)] == [True, True, True]


def test_different_codes_part_namesakes() -> None:
    pool = Pool(submission([invoice(CLIENT, buyer_code=uscc(1))]), [CLIENT])
    assert pool.declared(CLIENT, uscc(2)) == ()
    assert [found.match.relation for found in pool.declared(CLIENT, uscc(1))] == [Relation.SAME]


def test_codes_that_are_wrong_doubled_or_the_applicants_are_nobodys() -> None:
    papers = [
        invoice(CLIENT, buyer_code="911101080000000000"),
        invoice(OTHER, buyer_code=uscc(1)),
        invoice(OTHER, buyer_code=uscc(2)),
        invoice("北京岫禾科技有限公司", buyer_code=OWN_CODE),
        record(Kind.BUSINESS_LICENCE, name="北京汀桥电子有限公司", uscc=uscc(3).lower()),
    ]
    assert codes_by_name(papers, APPLICANT) == {"北京汀桥电子有限公司": uscc(3)}


def test_names_joined_in_a_chain_have_one_canonical_name() -> None:
    code = uscc("chain")
    names = ["北京市云途科技有限公司", OTHER, CLIENT, FORMER]
    papers = [invoice(CLIENT, buyer_code=code), invoice(FORMER, buyer_code=code)]
    pool = Pool(submission(papers), names)
    assert [pool.canonical(name) for name in names] == [names[0], OTHER, names[0], names[0]]


# --- Questionnaires and unread files ----------------------------------------------------------------------------------


def test_a_questionnaire_links_the_enterprise_it_names() -> None:
    pool = Pool(submission([survey(CLIENT), survey("匿名")]), [CLIENT])
    assert [link.match.relation for link in pool.surveys[CLIENT]] == [Relation.SAME]


@pytest.mark.parametrize(
    ("path", "names", "found"),
    [
        (f"合同/{CLIENT}/1.jpg", [CLIENT], True),
        ("合同/北京云途科技有限公司 /1.jpg", [CLIENT], True),
        ("合同/03云途/1.jpg", [CLIENT], True),
        ("合同/03云途/1.jpg", [CLIENT, "上海云途商贸有限公司"], False),
        ("合同/03/1.jpg", [CLIENT], False),
        ("砚溪（北京）.zip!/云途/1.jpg", [CLIENT], True),
    ],
)
def test_an_unread_file_is_near_an_enterprise_by_name_or_unshared_brand(
    path: str, names: list[str], found: bool
) -> None:
    pool = Pool(submission(problems=[unread(path)]), names)
    assert bool(pool.unread_of(CLIENT)) is found


def test_a_file_that_lies_in_several_folders_is_near_by_any_of_them() -> None:
    problem = unread("资料/1.jpg")
    pool = Pool(submission(problems=[problem], copies={problem.source.sha256: ["合同/云途/1.jpg"]}), [CLIENT])
    assert pool.unread_of(CLIENT) == (problem,)


@pytest.mark.parametrize(
    ("reason", "found"),
    [(Reason.FILE_ENCRYPTED, True), (Reason.ARCHIVE_CORRUPT, True), (Reason.NAME_UNDECODABLE, False)],
)
def test_only_what_was_not_read_may_be_a_missing_paper(reason: Reason, found: bool) -> None:
    pool = Pool(submission(problems=[unread("云途.pdf", reason)]), [CLIENT])
    assert bool(pool.unread_of(CLIENT)) is found


def test_an_unread_file_is_not_near_an_empty_word() -> None:
    pool = Pool(submission(problems=[unread("a.pdf")]), [CLIENT])
    assert pool.unread_near("", "a") == ()

"""The sentences of all reasons."""

import string

import pytest

from domain.findings import SENTENCES, Reason, make_finding


def facts_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_in_both_languages_with_the_same_facts(reason: Reason) -> None:
    sentence = SENTENCES[reason]
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert facts_of(sentence.zh) == facts_of(sentence.en)


def test_a_finding_speaks_both_languages() -> None:
    finding = make_finding(Reason.CONTRACT_MISSING, list_name="served", row=7, name="北京云途科技有限公司")
    assert finding.message == "未见“北京云途科技有限公司”的合同，请补交。"
    assert finding.message_en == "No contract was found for “北京云途科技有限公司”; please hand it in."


def test_a_finding_without_its_facts_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="contract-missing needs the facts"):
        make_finding(Reason.CONTRACT_MISSING)

"""Titles of enterprises and stages on the way to a stock market, as texts name them."""

import pytest

from domain.recognitions import Recognition, Stage, find_recognitions, find_stage

BUREAU = "北京市经济和信息化局"


@pytest.mark.parametrize(
    ("text", "issuer", "titles"),
    [
        ("创新型中小企业", "", [Recognition.INNOVATIVE]),
        ("专精特新", "", [Recognition.SPECIALISED]),
        ("北京市“专精特新”中小企业", BUREAU, [Recognition.SPECIALISED]),
        ("专精特新“小巨人”", "", [Recognition.LITTLE_GIANT]),
        ("国家小巨人", "", [Recognition.LITTLE_GIANT]),
        ("国家级专精特新", "", [Recognition.LITTLE_GIANT]),
        ("专精特新小巨人企业", "工业和信息化部", [Recognition.LITTLE_GIANT]),
        ("北京市专精特新“小巨人”企业", BUREAU, [Recognition.REGIONAL_GIANT]),
        ("市级小巨人", "", [Recognition.REGIONAL_GIANT]),
        ("专精特新“小巨人”企业", BUREAU, [Recognition.REGIONAL_GIANT]),
        ("北京市第六批国家级专精特新“小巨人”企业", BUREAU, [Recognition.LITTLE_GIANT]),
        ("创新型、专精特新", "", [Recognition.INNOVATIVE, Recognition.SPECIALISED]),
        (
            "专精特新/国家小巨人；单项冠军",
            "",
            [Recognition.SPECIALISED, Recognition.LITTLE_GIANT, Recognition.SINGLE_CHAMPION],
        ),
        ("北京市专精特新、国家小巨人", "", [Recognition.SPECIALISED, Recognition.LITTLE_GIANT]),
        ("专精特新和专精特新", "", [Recognition.SPECIALISED]),
        ("隐形冠军", "", [Recognition.HIDDEN_CHAMPION]),
        ("独角兽企业", "", [Recognition.UNICORN]),
        ("潜在独角兽", "", []),
        ("准独角兽企业", "", []),
        ("国家高新技术企业", "", []),
        ("", "", []),
    ],
)
def test_titles(text: str, issuer: str, titles: list[Recognition]) -> None:
    assert list(find_recognitions(text, issuer)) == titles


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("新三板创新层", Stage.INNOVATION_LAYER),
        ("新三板基础层", Stage.BASE_LAYER),
        ("新三板挂牌", Stage.QUOTED),
        ("辅导备案", Stage.FILED),
        ("通过北京证监局辅导验收", Stage.TUTORED),
        ("IPO申请获受理", Stage.ACCEPTED),
        ("过会", Stage.APPROVED),
        ("注册生效", Stage.REGISTERED),
        ("北交所上市", Stage.LISTED),
        ("科创板", Stage.LISTED),
        ("尽职调查", None),
        ("终止注册", None),
        ("不予注册", None),
        ("上市委会议未通过", None),
        ("已受理，现已终止", None),
        ("终止上市", None),
        ("调出创新层", None),
        ("辅导验收未通过", None),
        ("", None),
    ],
)
def test_stages(text: str, stage: Stage | None) -> None:
    assert find_stage(text) is stage

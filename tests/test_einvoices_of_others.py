"""Electronic invoices that nobody here made (OFD, and the XML inside one), all fields; skipped without the folder."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.documents import Kind, Problem
from extractors import readers
from extractors.invoice import extract_invoice
from extractors.readers.ofd_file import opened
from extractors.readers.safe_xml import leaves
from extractors.registry import digest
from tests.positioned import reading
from tests.test_invoice_sources import data_page

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "einvoice"
SPECIAL = "电子发票（增值税专用发票）"

WANTED: dict[str, dict[str, object]] = {
    "dzfp_25442000000127444519.ofd": {
        "invoice_kind": SPECIAL,
        "number": "25442000000127444519",
        "issued_on": "2025-03-07",
        "buyer": "中国移动通信集团广东有限公司阳江分公司",
        "buyer_code": "91441702707782974C",
        "seller": "中移建设有限公司广东分公司",
        "seller_code": "914400007556190127",
        "item": "*建筑服务*【KX240122008】客户响应中心-2024年管线优化服务支撑施工项目",
        "amount_yuan": 20000,
        "tax_yuan": 1800,
        "total_yuan": 21800,
    },
    "fapiao-print-sample.ofd": {
        "invoice_kind": SPECIAL,
        "number": "24322000000489101796",
        "issued_on": "2024-12-05",
        "buyer": "无锡天鹏菜篮子工程有限公司",
        "buyer_code": "91320200796148368W",
        "seller": "无锡爱尔拓燃气技术设备有限公司",
        "seller_code": "91320211739560225X",
        "item": "*劳务*维护保养-调压站",
        "amount_yuan": 17699.12,
        "tax_yuan": 2300.88,
        "total_yuan": 20000,
    },
    "ofd2.ofd": {
        "invoice_kind": SPECIAL,
        "number": "25924000000001260164",
        "issued_on": "2025-04-01",
        "buyer": "威高集团有限公司",
        "buyer_code": "913710007062495888",
        "seller": "青岛嘉仕汇酒店管理有限公司",
        "seller_code": "91370203MA3N3AR685",
        "item": "*住宿服务*住宿费",
        "amount_yuan": 357.55,
        "tax_yuan": 21.45,
        "total_yuan": 379,
    },
    "增值税电子专票5.ofd": {
        "invoice_kind": "增值税电子专用发票",
        "code": "052002100113",
        "number": "00008006",
        "issued_on": "2022-05-05",
        "buyer": "中国移动通信集团贵州有限公司黔南分公司",
        "buyer_code": "91522701709696623X",
        "seller": "独山县城南网格刘梦阳通讯店",
        "seller_code": "92522726MA7GNHJ07M",
        "item": "*经纪代理服务*经纪代理服务",
        "amount_yuan": 24519.05,
        "tax_yuan": 735.57,
        "total_yuan": 25254.62,
    },
}
"""By a careful look at page and XML."""

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared folder is not beside the checkout")


@pytest.mark.shared
@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("trusted", [True, False], ids=["all", "print"])
def test_all_fields_of_an_ofd(name: str, trusted: bool) -> None:
    read = readers.read(FOLDER / name, f"发票/{name}", "0" * 64)
    assert not isinstance(read, Problem)
    if not trusted:
        read = replace(read, pages=tuple(replace(page, entries=(), codes=()) for page in read.pages))
    found = digest(read)
    assert (found.kinds, found.problems) == ((Kind.INVOICE,), ())
    fields = found.records[0].fields
    wraps = not trusted and name.startswith("dzfp")  # the printed item goes on over four lines
    wanted = {key: value for key, value in WANTED[name].items() if not (wraps and key == "item")}
    assert {key: fields[key].value for key in wanted} == wanted
    assert fields["arithmetic_ok"].value is True
    assert fields["void"].value is False
    assert ("code" in fields) == ("code" in wanted)
    assert "conflicts" not in fields
    assert min(fields[key].confidence for key in wanted) == 1


@pytest.mark.shared
def test_all_fields_of_the_xml_inside_an_ofd() -> None:
    name = "增值税电子专票5.ofd"
    with opened(FOLDER / name) as container:
        root = container.xml("Doc_0/Attachs/original_invoice.xml")
    assert root is not None
    (record,) = extract_invoice(reading(data_page(tuple(leaves(root)))))
    assert not isinstance(record, Problem)
    assert {key: record.fields[key].value for key in WANTED[name]} == WANTED[name]

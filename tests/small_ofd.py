"""A small OFD of one page and a small invoice in XML, part by part, for tests that damage them."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
TEXTS = (
    (11, 60, 8, 5, "电子发票（普通发票）"),
    (12, 150, 8, 3, "发票号码：24112000000012345678"),
    (13, 150, 14, 3, "开票日期：2024年03月05日"),
    (14, 12, 34, 3, "名称：北京云途科技有限公司"),
    (15, 112, 34, 3, "名称：北京砚溪企业服务有限公司"),
    (16, 20, 95, 3, "价税合计（大写） 壹仟圆整"),
    (17, 140, 95, 3, "（小写）¥1000.00"),
)
"""ID, left, top and size in millimetres, and text of each text object."""
TAGGED = {"InvoiceNo": 12, "Buyer/BuyerName": 14}


def text_object(number: int, x: float, y: float, size: float, text: str) -> str:
    """A text object that says how far each character moves on."""
    steps = " ".join(str(size / 2 if letter.isascii() else size) for letter in text[:-1])
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x} {y} 100 {size + 2}" Font="5" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def parts() -> dict[str, str]:
    """The parts of the document by their paths."""
    label = "".join(text_object(*text) for text in TEXTS[:1])
    values = "".join(text_object(*text) for text in TEXTS[1:])
    tag = '<{name}><ofd:ObjectRef PageRef="1">{id}</ofd:ObjectRef></{name}>'
    tags = "".join(
        tag.format(name=name, id=number)
        if "/" not in name
        else "<Buyer>" + tag.format(name="BuyerName", id=number) + "</Buyer>"
        for name, number in TAGGED.items()
    )
    return {
        "OFD.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocInfo>'
            "<ofd:Creator>forge</ofd:Creator><ofd:CustomDatas>"
            '<ofd:CustomData Name="合计金额">943.40</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {NAMESPACE}><ofd:CommonData>"
            "<ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea>"
            '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
            "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
            "<ofd:CustomTags>/Doc_0/Tags/CustomTags.xml</ofd:CustomTags></ofd:Document>"
        ),
        "Doc_0/Tpls/Tpl_0/Content.xml": (
            f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{label}</ofd:Layer></ofd:Content></ofd:Page>"
        ),
        "Doc_0/Pages/Page_0/Content.xml": (
            f'<ofd:Page {NAMESPACE}><ofd:Template TemplateID="2"/><ofd:Content><ofd:Layer>{values}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        ),
        "Doc_0/Tags/CustomTags.xml": (
            f"<ofd:CustomTags {NAMESPACE}><ofd:CustomTag><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag>"
            "</ofd:CustomTags>"
        ),
        "Doc_0/Tags/CustomTag.xml": f'<?xml version="1.0"?><:eInvoice xmlns:="">{tags}</:eInvoice>',
        "Doc_0/Attachs/Attachments.xml": (
            f"<ofd:Attachments {NAMESPACE}><ofd:Attachment><ofd:FileLoc>original_invoice.xml</ofd:FileLoc>"
            "</ofd:Attachment></ofd:Attachments>"
        ),
        "Doc_0/Attachs/original_invoice.xml": (
            "<eInvoice><InvoiceNo>00008006</InvoiceNo><Seller><SellerName>北京砚溪企业服务有限公司</SellerName></Seller>"
            "<TaxInclusiveTotalAmount>1000.00</TaxInclusiveTotalAmount></eInvoice>"
        ),
    }


def write_ofd(folder: Path, changes: Mapping[str, str | bytes | None] | None = None, name: str = "发票.ofd") -> Path:
    """The file, with some parts changed, added or (None) left out."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, text in {**parts(), **(changes or {})}.items():
            if text is not None:
                archive.writestr(path, text)
    file = folder / name
    file.write_bytes(out.getvalue())
    return file


def invoice_xml(number: str = "24112000000012345678", extra: str = "") -> str:
    """A 数电票 in XML."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><EInvoice><Header>'
        f"<EIid>{number}</EIid><InherentLabel><InIssuType><LabelCode>Y</LabelCode></InIssuType>"
        "<GeneralOrSpecialVAT><LabelCode>02</LabelCode><LabelName>普通发票</LabelName></GeneralOrSpecialVAT>"
        "</InherentLabel></Header><EInvoiceData>"
        "<SellerInformation><SellerName>北京砚溪企业服务有限公司</SellerName></SellerInformation>"
        f"<BasicInformation><TotalTax-includedAmount>1000.00</TotalTax-includedAmount></BasicInformation>{extra}"
        "</EInvoiceData></EInvoice>"
    )

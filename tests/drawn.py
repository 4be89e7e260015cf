"""Small papers drawn for the tests of the readers: PDFs, scans of them, seals, tables; all names are made up."""

import io
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

Image = npt.NDArray[Any]
Draw = Callable[[Canvas], None]

A5 = (420.0, 595.0)
A4 = (595.0, 842.0)
FONT = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"

PARTY_A, PARTY_B = "北京远山科技有限公司", "天津云帆信息技术有限公司"

CONTRACT = (
    "技术服务合同",
    "合同编号：JS-2024-0815",
    f"甲方：{PARTY_A}",
    f"乙方：{PARTY_B}",
    "合同金额：￥128,000.00元",
    "签订日期：2024年3月5日",
    "统一社会信用代码：91110105MA00000000",
)

SIGN_IN = (
    ("序号", "姓名", "单位", "联系电话"),
    ("1", "王伟", "北京远山科技有限公司", "13800000001"),
    ("2", "李芳芳", "天津云帆信息技术有限公司", "13800000002"),
    ("3", "张强", "保定智创环保科技有限公司", "13800000003"),
    ("4", "刘洋", "廊坊新纪元软件有限公司", "13800000004"),
)


def pdf_of(path: Path, *pages: Draw, size: tuple[float, float] = A5, **options: Any) -> Path:  # noqa: ANN401 - reportlab's
    """A PDF whose pages are drawn one by one."""
    if "hei" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("hei", FONT))
    canvas = Canvas(str(path), size, **options)
    for draw in pages:
        canvas.setFont("hei", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(lines: Sequence[str], left: float = 50, top: float = 540, step: float = 26) -> Draw:
    """Lines of print from the top."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(left, top - number * step, line)

    return draw


def ruled(
    rows: Sequence[Sequence[str]], widths: Sequence[float], left: float = 40, top: float = 500, high: float = 24
) -> Draw:
    """A ruled table; an empty first cell is merged with the one above it."""

    def draw(canvas: Canvas) -> None:
        edges = [left + sum(widths[:count]) for count in range(len(widths) + 1)]
        canvas.setLineWidth(0.7)
        for number in range(len(rows) + 1):
            merged = 0 < number < len(rows) and not rows[number][0]
            canvas.line(edges[1 if merged else 0], top - number * high, edges[-1], top - number * high)
        for edge in edges:
            canvas.line(edge, top, edge, top - len(rows) * high)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                middle = (edges[column] + edges[column + 1]) / 2
                canvas.drawCentredString(middle, top - number * high - high / 2 - 4, value)

    return draw


def seal(name: str, x: float, y: float, radius: float = 58) -> Draw:
    """A round red seal, drawn before the print that shall stand over it."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setStrokeColorRGB(0.85, 0.1, 0.1)
        canvas.setFillColorRGB(0.85, 0.1, 0.1)
        canvas.setLineWidth(3)
        canvas.circle(x, y, radius)
        star = canvas.beginPath()
        for corner in range(5):
            angle = math.pi / 2 + corner * 4 * math.pi / 5
            step = star.moveTo if corner == 0 else star.lineTo
            step(x + radius * 0.3 * math.cos(angle), y + radius * 0.3 * math.sin(angle))
        star.close()
        canvas.drawPath(star, fill=1, stroke=0)
        for index, letter in enumerate(name):
            angle = math.radians(215 - 250 * index / (len(name) - 1))
            canvas.saveState()
            canvas.translate(x + radius * 0.76 * math.cos(angle), y + radius * 0.76 * math.sin(angle))
            canvas.rotate(math.degrees(angle) - 90)
            canvas.setFont("hei", 13)
            canvas.drawCentredString(0, -4.5, letter)
            canvas.restoreState()
        canvas.restoreState()

    return draw


def both(*draws: Draw) -> Draw:
    """Several things on one page."""

    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def picture(image: Image, left: float, bottom: float, width: float, height: float) -> Draw:
    """A picture as a JPEG on a page."""
    data = io.BytesIO(jpeg_bytes(image))

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(data), left, bottom, width, height)

    return draw


def rendered(path: Path, dpi: int = 200, number: int = 0) -> Image:
    """A page of a PDF as a picture."""
    with pdfium.PdfDocument(path) as document:
        return np.ascontiguousarray(document[number].render(scale=dpi / 72).to_numpy()[..., :3])


def jpeg_bytes(image: Image, quality: int = 80) -> bytes:
    """A picture as JPEG."""
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def compressed(image: Image, quality: int) -> Image:
    """A picture after JPEG."""
    back = cv2.imdecode(np.frombuffer(jpeg_bytes(image, quality), np.uint8), cv2.IMREAD_COLOR)
    assert back is not None
    return back


def skewed(image: Image, degrees: float) -> Image:
    """A picture put askew."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(image, turn, (width, height), borderValue=(255, 255, 255))


def seen_askew(image: Image, share: float = 0.04) -> Image:
    """A picture in a mild perspective, on a dark table."""
    height, width = image.shape[:2]
    whole = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = whole * 0.92 + np.array((width, height), np.float32) * 0.04
    moved += np.array([(share, 0), (-share / 2, share / 3), (share / 3, 0), (0, -share / 2)], np.float32) * width / 2
    return cv2.warpPerspective(
        image, cv2.getPerspectiveTransform(whole, moved), (width, height), borderValue=(110, 110, 110)
    )


def noisy(image: Image, sigma: float, seed: int = 0) -> Image:
    """A picture with the noise of a bad sensor."""
    noise = np.random.default_rng(seed).normal(0, sigma, image.shape)
    return np.clip(image.astype(np.float32) + noise, 0, 255).astype(np.uint8)


def unevenly_lit(image: Image) -> Image:
    """A picture with a shadow from the right."""
    shade = np.linspace(1, 0.55, image.shape[1])[None, :, None]
    return (image * shade).astype(np.uint8)

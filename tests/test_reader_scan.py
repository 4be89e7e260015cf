"""Pages that are pictures: print, rows, ruled tables, seals, what is upside down and what cannot be read."""

import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from domain.documents import ILLEGIBLE, Origin, Page, SealState
from domain.findings import Reason
from extractors.readers import ocr
from extractors.readers.ocr import ENGINES, Engine, Segment, engine, second_look, wanted_backend
from extractors.readers.repair import fingerprint, turned
from extractors.readers.scan import read_picture
from extractors.readers.seals import find_seals
from tests.drawn import (
    CONTRACT,
    PARTY_A,
    SIGN_IN,
    Image,
    both,
    compressed,
    noisy,
    pdf_of,
    rendered,
    ruled,
    seal,
    seen_askew,
    skewed,
    text,
    unevenly_lit,
)

TITLE = text(("活动签到表",), 170, 545)
WIDTHS = (40, 60, 150, 90)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scan")


@pytest.fixture(scope="module")
def contract(folder: Path) -> Path:
    return pdf_of(folder / "contract.pdf", both(seal(PARTY_A, 300, 400), text(CONTRACT)))


@pytest.fixture(scope="module")
def sign_in(folder: Path) -> Path:
    return pdf_of(folder / "sign-in.pdf", both(TITLE, ruled(SIGN_IN, WIDTHS)))


@pytest.fixture(scope="module")
def contract_page(contract: Path) -> Page:
    return read_picture(rendered(contract, 150), 1)


def squashed(page: Page) -> list[str]:
    return ["".join(line.text.split()) for line in page.lines]


def test_print_under_a_seal_is_read(contract_page: Page) -> None:
    expected = ["".join(line.split()) for line in CONTRACT]
    assert [line.replace(":", "：") for line in squashed(contract_page)] == expected
    assert contract_page.origin is Origin.OCR
    assert contract_page.problem is None


def test_the_seal_is_found_with_its_letters(contract_page: Page) -> None:
    (found,) = contract_page.seals
    left, top, right, bottom = found.box
    assert (left + right) / 2 * 420 == pytest.approx(300, abs=6)
    assert (1 - (top + bottom) / 2) * 595 == pytest.approx(400, abs=6)
    assert found.colour == "red"
    assert found.text == PARTY_A
    assert contract_page.coloured
    assert contract_page.seal_state is SealState.PRESENT


def test_words_stand_where_they_are_printed(contract_page: Page) -> None:
    word = next(word for line in contract_page.lines for word in line.words if "签订日期" in word.text)
    assert word.box is not None
    assert word.box[0] * 420 == pytest.approx(50, abs=6)
    assert (1 - word.box[3]) * 595 == pytest.approx(540 - 5 * 26, abs=6)
    assert word.box[2] < 0.6


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned(contract: Path, contract_page: Page, degrees: int) -> None:
    page = read_picture(turned(rendered(contract, 150), degrees), 1)
    assert (page.rotation + degrees) % 360 == 0
    assert squashed(page) == squashed(contract_page)
    upright = next(line.box for line in contract_page.lines if "签订日期" in line.text)
    found = next(line.box for line in page.lines if "签订日期" in line.text)
    assert upright is not None
    left, top, right, bottom = upright
    expected = {
        90: (1 - bottom, left, 1 - top, right),
        180: (1 - right, 1 - bottom, 1 - left, 1 - top),
        270: (top, 1 - right, bottom, 1 - left),
    }[degrees]
    assert found == pytest.approx(expected, abs=0.012)


def test_a_grey_copy_says_nothing_of_seals(contract: Path) -> None:
    grey = cv2.cvtColor(cv2.cvtColor(rendered(contract, 150), cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    page = read_picture(grey, 1)
    assert not page.coloured
    assert page.seal_state is SealState.UNKNOWN
    assert "签订日期" in page.text


DAMAGES: tuple[tuple[str, Callable[[Path], Image]], ...] = (
    ("skewed, q45", lambda path: compressed(skewed(rendered(path), 2.8), 45)),
    ("noise", lambda path: noisy(rendered(path), 20)),
    ("photo", lambda path: compressed(unevenly_lit(seen_askew(rendered(path))), 60)),
    ("100 dpi", lambda path: compressed(rendered(path, 100), 75)),
    ("upside down", lambda path: turned(rendered(path, 150), 180)),
)


@pytest.mark.parametrize("damage", [damage for _, damage in DAMAGES], ids=[name for name, _ in DAMAGES])
def test_ruled_tables_of_bad_copies(sign_in: Path, damage: Callable[[Path], Image]) -> None:
    page = read_picture(damage(sign_in), 1)
    assert page.problem is None
    (table,) = page.tables
    assert tuple(tuple(cell.text if cell else None for cell in row) for row in table.rows) == SIGN_IN
    cell = table.rows[3][2]
    assert cell is not None
    assert cell.box is not None
    word = next(word for line in page.lines for word in line.words if word.text == SIGN_IN[3][2])
    assert word.box is not None
    assert cell.box[0] <= (word.box[0] + word.box[2]) / 2 <= cell.box[2]
    assert cell.box[1] <= (word.box[1] + word.box[3]) / 2 <= cell.box[3]


def test_merged_cells_and_ink_that_is_no_text(folder: Path) -> None:
    rows = (("项目", "金额", "备注"), ("服务费", "12,000", ""), ("", "13,500", ""))
    path = pdf_of(folder / "merged.pdf", ruled(rows, (100, 100, 100), high=34))
    image = rendered(path, 150)
    points = np.array([[(515, 335), (560, 308), (600, 337), (640, 306)]], np.int32)
    cv2.polylines(image, [points], isClosed=False, color=(160, 60, 30), thickness=3)
    (table,) = read_picture(image, 1).tables
    assert [[cell.text if cell else None for cell in row] for row in table.rows][2][0] is None
    empty, scribbled = table.rows[1][2], table.rows[2][2]
    assert empty is not None
    assert scribbled is not None
    assert {(cell.text, cell.confidence) for cell in (empty, scribbled)} >= {("", 1.0)}
    assert min(empty.confidence, scribbled.confidence) < 1


def test_a_text_without_rules_has_no_table(contract_page: Page) -> None:
    assert contract_page.tables == ()


@pytest.mark.parametrize(("dpi", "sigma", "readable"), [(72, 0.7, False), (150, 0.0, True), (200, 3.2, False)])
def test_what_cannot_be_relied_on_is_said(sign_in: Path, dpi: int, sigma: float, readable: bool) -> None:
    image = unevenly_lit(rendered(sign_in, dpi))
    blurred = cv2.GaussianBlur(image, (0, 0), sigma) if sigma else image
    page = read_picture(compressed(blurred, 70), 1)
    assert page.problem is (None if readable else Reason.PAGE_UNREADABLE)
    assert page.lines


def test_lost_print_is_not_taken_for_a_blank_page(sign_in: Path) -> None:
    lost = cv2.GaussianBlur(rendered(sign_in, 72), (0, 0), 2.6)
    page = read_picture(compressed(noisy(lost, 8), 40), 1)
    assert len(page.lines) < 5
    assert page.problem is Reason.PAGE_UNREADABLE


@pytest.mark.parametrize("sigma", [0, 12])
def test_a_blank_page_has_no_lines(sigma: float) -> None:
    blank = unevenly_lit(noisy(np.full((1200, 850, 3), 245, np.uint8), sigma))
    page = read_picture(blank, 1)
    assert (page.origin, page.lines, page.tables, page.problem) == (Origin.OCR, (), (), None)


def test_a_long_screenshot_is_read_once_from_top_to_bottom(folder: Path) -> None:
    lines = [f"第{number}条：服务企业名称为远山科技有限公司{number:03d}" for number in range(1, 36)]
    path = pdf_of(folder / "long.pdf", text(lines, 20, 1400, 40), size=(420, 1440))
    page = read_picture(rendered(path, 130), 1)
    numbers = [line.text[-3:] for line in page.lines]
    assert numbers == [f"{number:03d}" for number in range(1, 36)]
    assert page.height == 2600


@pytest.mark.parametrize(("angle", "size"), [(180, 0.11), (288, 0.08), (348, 0.11)])
def test_a_damaged_letter_of_a_seal_is_marked_as_illegible(
    contract: Path, contract_page: Page, angle: int, size: float
) -> None:
    image = rendered(contract, 150)
    left, top, right, bottom = contract_page.seals[0].box
    height, width = image.shape[:2]
    radius = (right - left) * width / 2
    x = (left + right) / 2 * width + 0.72 * radius * np.cos(np.radians(angle))
    y = (top + bottom) / 2 * height + 0.72 * radius * np.sin(np.radians(angle))
    cv2.circle(image, (int(x), int(y)), int(size * radius), (255, 255, 255), -1)
    (found,) = read_picture(image, 1).seals
    assert found.text.count(ILLEGIBLE) == 1
    assert re.fullmatch(found.text.replace(ILLEGIBLE, "."), PARTY_A)


def test_red_frames_and_red_print_are_no_seals() -> None:
    image = np.full((1000, 700, 3), 255, np.uint8)
    cv2.rectangle(image, (100, 100), (250, 220), (30, 30, 200), 3)
    cv2.putText(image, "ORIGINAL", (100, 400), cv2.FONT_HERSHEY_SIMPLEX, 3, (30, 30, 200), 8)
    cv2.circle(image, (500, 700), 60, (30, 30, 200), -1)
    assert find_seals(image) == ()


@pytest.mark.parametrize(
    ("colour", "bgr"), [("red", (40, 40, 210)), ("blue", (190, 60, 40)), ("purple", (170, 40, 160))]
)
def test_round_and_oval_seals_of_every_colour(colour: str, bgr: tuple[int, int, int]) -> None:
    image = np.full((1000, 700, 3), 250, np.uint8)
    for centre, axes, turn in (((200, 300), (70, 70), 0), ((450, 600), (80, 56), 12)):
        cv2.ellipse(image, centre, axes, turn, 0, 360, bgr, 4)
        cv2.circle(image, centre, 22, bgr, -1)
    found = find_seals(image)
    assert [seal.colour for seal in found] == [colour, colour]
    assert found[0].box == pytest.approx((130 / 700, 0.23, 270 / 700, 0.37), abs=0.01)


def test_two_seals_over_each_other_are_two() -> None:
    image = np.full((1000, 700, 3), 250, np.uint8)
    for x in (300, 390):
        cv2.circle(image, (x, 300), 70, (40, 40, 210), 4)
        cv2.circle(image, (x, 300), 22, (40, 40, 210), -1)
    assert len(find_seals(image)) == 2


def test_fingerprints_of_copies_are_close_and_of_others_far(contract: Path, sign_in: Path) -> None:
    def bits(one: str, other: str) -> int:
        return (int(one, 16) ^ int(other, 16)).bit_count()

    original = rendered(contract, 150)
    copy = compressed(cv2.resize(original, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA), 50)
    assert len(fingerprint(original)) == 16
    assert bits(fingerprint(original), fingerprint(copy)) <= 6
    assert bits(fingerprint(original), fingerprint(rendered(sign_in, 150))) > 16


@pytest.mark.parametrize(("name", "degrees"), [("onnxruntime", 180), ("tesseract", 90)])
def test_other_engines_read_too_and_turn_the_page(folder: Path, name: str, degrees: int) -> None:
    lines = [f"第{number}条 乙方应当按照约定的时间和质量完成服务工作" for number in range(1, 16)]
    path = pdf_of(folder / "prose.pdf", text(lines, 30, 560, 30))
    found = ENGINES[name]().recognise(turned(rendered(path, 150), degrees))
    assert (found.rotation + degrees) % 360 == 0
    read = "".join("".join(segment.text.split()) for segment in found.segments)
    assert read.count("乙方应当按照约定的时间和质量完成服务工作") >= 13


def test_tesseract_takes_a_second_look(contract: Path) -> None:
    image = rendered(contract)
    assert "128,000" in second_look(image, (0.1, 1 - 452 / 595, 0.7, 1 - 430 / 595)).replace(" ", "")


def test_the_engine_says_its_name_and_its_stops_lie_in_order(contract: Path) -> None:
    assert engine().name.startswith("rapidocr 3.10")
    segments: tuple[Segment, ...] = engine().recognise(rendered(contract, 150)).segments
    assert all(len(segment.stops) == len(segment.text) for segment in segments)
    assert all(list(segment.stops) == sorted(segment.stops) for segment in segments)


def test_the_backend_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAYAN_OCR", "tesseract")
    assert wanted_backend() == "tesseract"
    assert engine().name.startswith("tesseract 5")
    monkeypatch.setenv("CHAYAN_OCR", "something else")
    assert wanted_backend() == "openvino"


def test_the_next_engine_is_taken_where_one_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Engine:
        raise OSError("libopenvino.so: cannot open shared object file")

    for name in ("openvino", "onnxruntime"):
        monkeypatch.setitem(ENGINES, name, broken)
    ocr._loaded.cache_clear()
    assert engine().name.startswith("tesseract 5")
    ocr._loaded.cache_clear()

"""Pictures: every format, upright as viewers show them, counted before they are decoded."""

import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
import pytest

from domain.documents import Page, Problem, Source
from domain.findings import Reason
from extractors.readers import image
from extractors.readers.repair import turned
from tests.drawn import Image, jpeg_bytes, pdf_of, rendered, text

SOURCE = Source(path="照片.jpg", sha256="00")
WORDS = ("服务活动签到表", "北京远山科技有限公司")
ORIENTATION, TAKEN, EXIF_FOLDER = 0x0112, 0x9003, 0x8769


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Image:
    path = pdf_of(tmp_path_factory.mktemp("image") / "a.pdf", text(WORDS, 20, 130, 40), size=(260, 170))
    return rendered(path, 150)


def page_of(file: Path, number: int = 1) -> Page:
    (page,) = image.read_pages(file, SOURCE, number, number)
    assert isinstance(page, Page)
    return page


def saved(shot: Image, file: Path, **options: Any) -> Path:  # noqa: ANN401 - Pillow's
    PIL.Image.fromarray(cv2.cvtColor(shot, cv2.COLOR_BGR2RGB)).save(file, **options)
    return file


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "bmp", "gif"])
def test_every_format_is_read(shot: Image, tmp_path: Path, suffix: str) -> None:
    file = saved(shot, tmp_path / f"a.{suffix}")
    survey = image.survey(file, SOURCE)
    assert (survey.media, survey.pages, survey.needs_ocr, survey.problem) == ("pages", 1, (True,), None)
    page = page_of(file)
    assert tuple(line.text for line in page.lines) == WORDS
    assert (page.width, page.height) == (shot.shape[1], shot.shape[0])


def test_a_tiff_has_pages(shot: Image, tmp_path: Path) -> None:
    first = PIL.Image.fromarray(np.full_like(shot, 255))
    second = PIL.Image.fromarray(cv2.cvtColor(shot, cv2.COLOR_BGR2GRAY)).convert("1")
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    assert image.survey(tmp_path / "a.tif", SOURCE).pages == 2
    pages = image.read_pages(tmp_path / "a.tif", SOURCE, 1, 2)
    assert [len(page.lines) for page in pages if isinstance(page, Page)] == [0, 2]
    assert [page.number for page in pages if isinstance(page, Page)] == [1, 2]


@pytest.mark.parametrize(("orientation", "degrees"), [(1, 0), (3, 180), (6, 270), (8, 90)])
def test_a_photo_is_upright_as_its_camera_says(shot: Image, tmp_path: Path, orientation: int, degrees: int) -> None:
    exif = PIL.Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(EXIF_FOLDER)[TAKEN] = "2024:06:20 09:30:00"
    file = saved(turned(shot, degrees), tmp_path / "a.jpg", exif=exif, quality=90)
    page = page_of(file)
    assert page.rotation == 0
    assert tuple(line.text for line in page.lines) == WORDS
    assert (page.width, page.height) == (shot.shape[1], shot.shape[0])
    assert image.survey(file, SOURCE).meta == (("DateTimeOriginal", "2024:06:20 09:30:00"),)


def test_what_is_transparent_is_paper(shot: Image, tmp_path: Path) -> None:
    alpha = 255 - cv2.cvtColor(shot, cv2.COLOR_BGR2GRAY)
    PIL.Image.fromarray(np.dstack([np.zeros_like(shot), alpha])).save(tmp_path / "a.png")
    assert tuple(line.text for line in page_of(tmp_path / "a.png").lines) == WORDS


def test_large_photos_are_reduced_and_keep_their_boxes(shot: Image, tmp_path: Path) -> None:
    large = cv2.resize(shot, None, fx=10, fy=10, interpolation=cv2.INTER_CUBIC)
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes(large, 85))
    box = page_of(tmp_path / "a.jpg").lines[1].box
    assert box is not None
    assert box[0] == pytest.approx(20 / 260, abs=0.02)
    assert box[3] == pytest.approx(1 - (130 - 40 - 2) / 170, abs=0.04)


def png_of(width: int, height: int) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


def test_a_bomb_of_pixels_is_never_decoded(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png_of(60_000, 60_000))
    problem = image.survey(tmp_path / "a.png", SOURCE).problem
    assert problem is not None
    assert problem.reason is Reason.ARCHIVE_BOMB
    (page,) = image.read_pages(tmp_path / "a.png", SOURCE, 1, 1)
    assert isinstance(page, Problem)


def test_a_picture_that_was_cut_off_is_a_problem(shot: Image, tmp_path: Path) -> None:
    data = jpeg_bytes(shot, 90)
    (tmp_path / "a.jpg").write_bytes(data[: len(data) * 2 // 3])
    (page,) = image.read_pages(tmp_path / "a.jpg", SOURCE, 1, 1)
    assert isinstance(page, Problem)
    assert page.reason is Reason.FILE_CORRUPT


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0rubbish", b"II*\x00\x08\x00\x00\x00\xff\xff", b"GIF89a"])
def test_rubbish_is_a_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    problem = image.survey(tmp_path / "a.jpg", SOURCE).problem
    assert problem is not None
    assert problem.reason is Reason.FILE_CORRUPT

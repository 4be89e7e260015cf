"""Pictures: photos, scans and screenshots in JPEG, PNG, TIFF, WebP, BMP and GIF.

Limits it guards: pixels are counted before anything is decoded, big JPEGs are decoded at a fraction of their size.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageOps
from PIL.ExifTags import IFD, Base

from domain.documents import Page, Problem, Source
from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS
from extractors.readers import Survey
from extractors.readers.repair import Image
from extractors.readers.scan import READING_SIDE, read_picture

NAME = f"opencv {cv2.__version__}"

PIL.Image.init()  # also the parsers that Pillow loads only on need
PIL.Image.init()
PIL.Image.MAX_IMAGE_PIXELS = None  # the pixels are counted here, by our own limit

PARSERS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")
"""The parsers of Pillow that a file may reach."""

ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


def survey(file: Path, source: Source) -> Survey:
    """The number of pictures in the file, each a page that needs OCR, and when it was taken."""
    with _opened(file, source) as picture:
        if isinstance(picture, Problem):
            return Survey(media="none", problem=picture)
        pages = _frames(picture)
        return Survey(media="pages", pages=pages, needs_ocr=(True,) * pages, meta=_meta(picture))


def read_pages(file: Path, source: Source, first: int, last: int) -> tuple[Page | Problem, ...]:
    """Pictures `first` to `last` of the file, 1-based, both included."""
    with _opened(file, source) as picture:
        if isinstance(picture, Problem):
            return (picture,)
        numbers = range(first, min(last, _frames(picture)) + 1)
        return tuple(_read(picture, file, replace(source, page=number)) for number in numbers)


@contextmanager
def _opened(file: Path, source: Source) -> Iterator[PIL.Image.Image | Problem]:
    """The picture with its head read only, or why it cannot be read."""
    try:
        picture = PIL.Image.open(file, formats=PARSERS)
    except Exception as error:  # noqa: BLE001 - Pillow's parsers raise many things over a damaged file
        yield Problem(Reason.FILE_CORRUPT, source, type(error).__name__)
        return
    with picture:
        wide, high = picture.size
        if wide * high > DEFAULT_LIMITS.pixels:
            yield Problem(Reason.ARCHIVE_BOMB, source, f"{wide}×{high} 像素")
        else:
            yield picture


def _frames(picture: PIL.Image.Image) -> int:
    """The pages of a TIFF; anything else that moves is one picture."""
    if picture.format != "TIFF":
        return 1
    return min(int(getattr(picture, "n_frames", 1)), DEFAULT_LIMITS.pages)


def _meta(picture: PIL.Image.Image) -> tuple[tuple[str, str], ...]:
    """The time at which a photo was taken, as the camera wrote it."""
    try:
        exif = picture.getexif()
        taken = exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal) or exif.get(Base.DateTime)
    except Exception:  # noqa: BLE001 - damaged EXIF data says nothing
        return ()
    return (("DateTimeOriginal", str(taken)),) if taken else ()


def _read(picture: PIL.Image.Image, file: Path, source: Source) -> Page | Problem:
    """One picture of the file as a page."""
    number = source.page or 1
    try:
        image = _decoded(picture, file, number)
    except Exception as error:  # noqa: BLE001 - decoders raise many things over a damaged file
        return Problem(Reason.FILE_CORRUPT, source, type(error).__name__)
    if image is None:
        return Problem(Reason.FILE_CORRUPT, source)
    return read_picture(image, number)


def _decoded(picture: PIL.Image.Image, file: Path, number: int) -> Image | None:
    """The pixels, upright as viewers show them; OpenCV is quick, Pillow knows palettes, alpha and frames."""
    if picture.format in {"JPEG", "MPO"} and picture.mode in {"L", "RGB"}:
        flags = _reduction(max(picture.size))
        return cv2.imdecode(np.fromfile(file, np.uint8), flags)
    if picture.format in {"PNG", "BMP"} and picture.mode in {"L", "RGB"} and "transparency" not in picture.info:
        return cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR)
    if picture.format == "TIFF":
        picture.seek(number - 1)
    return upright_pixels(picture)


def _reduction(side: int) -> int:
    """How OpenCV decodes a JPEG: at a fraction that leaves more than what is read."""
    if side >= 8 * READING_SIDE:
        return cv2.IMREAD_REDUCED_COLOR_8
    if side >= 4 * READING_SIDE:
        return cv2.IMREAD_REDUCED_COLOR_4
    return cv2.IMREAD_REDUCED_COLOR_2 if side >= 1.9 * READING_SIDE else cv2.IMREAD_COLOR


def upright_pixels(picture: PIL.Image.Image) -> Image:
    """The current frame of a Pillow picture, upright, on white paper."""
    upright = PIL.ImageOps.exif_transpose(picture)
    if upright.mode in ALPHA or "transparency" in upright.info:
        alpha = upright.convert("RGBA")
        paper = PIL.Image.new("RGB", alpha.size, "white")
        paper.paste(alpha, mask=alpha.getchannel("A"))
        upright = paper
    elif upright.mode.startswith("I;16") or upright.mode in {"I", "F"}:
        upright = _eight_bits(upright)
    return cv2.cvtColor(np.asarray(upright.convert("RGB")), cv2.COLOR_RGB2BGR)


def _eight_bits(picture: PIL.Image.Image) -> PIL.Image.Image:
    """A picture of deeper grey, its range stretched to eight bits."""
    grey = np.asarray(picture, np.float32)
    low, high = float(grey.min()), float(grey.max())
    return PIL.Image.fromarray(((grey - low) * (255 / max(high - low, 1e-6))).astype(np.uint8))

"""A page that is a picture: its seals found and lifted, its print recognised, its rows and ruled tables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from domain.documents import Box, Origin, Page, Seal
from domain.findings import Reason
from extractors.readers.barcodes import bears_code, read_codes
from extractors.readers.legibility import is_readable
from extractors.readers.lines import Glyph, Plane, Run, Tilt, lines_of, placed, rows_of, tables_of
from extractors.readers.ocr import Recognition, Segment, engine
from extractors.readers.repair import (
    Image,
    enlarged,
    fingerprint,
    is_coloured,
    reduced,
    turned,
    without_grey_seal,
    without_ink,
)
from extractors.readers.rulings import find_ruled
from extractors.readers.seal_text import read_seals
from extractors.readers.seals import find_grey_rims, find_seals

READING_SIDE = 2600
"""Larger pictures are reduced: their characters are then still larger than the recogniser's."""

LONG_SHARE = 2.3
"""A picture longer than this many times its width is a long screenshot, read in slices."""

SLICE_SHARE, OVERLAP_SHARE = 1.5, 0.12
"""Length and overlap of the slices, as shares of the shorter side."""

PRINT_SHARE = 0.72
"""The detector's boxes are higher than the print in them; this share of them is print."""

CUT = 3
"""Print this close to the edge of a slice, in pixels, is cut: the next slice has it whole."""

FAR = 3.9
"""Characters whose middles lie farther apart than so many half heights belong to two words."""

SEAL_MARGIN = 0.01
"""Ink is lifted a little beyond the box of its seal."""

Slice = tuple[int, int, int, int]
"""Left, top, right and bottom of a slice, in pixels."""


def read_picture(image: Image, number: int, size: tuple[float, float] | None = None) -> Page:
    """The page that a picture shows; `size` is that of the page in points, else the picture's own in pixels."""
    height, width = image.shape[:2]
    coloured = is_coloured(image)
    seals = find_seals(image) if coloured else ()
    work = _prepared(image, seals)
    seen = _recognised(work if coloured else _without_rims(work, find_grey_rims(image)))
    upright = turned(work, seen.rotation)
    plane = Plane(float(upright.shape[1]), float(upright.shape[0]), seen.rotation)
    runs = [_run(segment) for segment in seen.segments]
    tilt = _tilt(seen.segments)
    slope = float(tilt[0] + tilt[1] * plane.height / 2)
    ruled = find_ruled(upright, slope, plane) if runs else ()
    rows = placed(rows_of(runs, tilt), ruled, flowing=False)
    readable = is_readable(upright, seen.segments, max(work.shape[:2]) / max(height, width))
    lines = lines_of(rows, plane)
    return Page(
        number=number,
        width=size[0] if size else float(width),
        height=size[1] if size else float(height),
        origin=Origin.OCR,
        lines=lines,
        tables=tables_of(ruled, rows, tilt),
        seals=read_seals(image, seals, seen.rotation),
        coloured=coloured,
        rotation=seen.rotation,
        problem=None if readable else Reason.PAGE_UNREADABLE,
        fingerprint=fingerprint(turned(image, seen.rotation)),
        codes=read_codes(image) if bears_code("\n".join(line.text for line in lines)) else (),
    )


def _prepared(image: Image, seals: Sequence[Seal]) -> Image:
    """The picture as the engine gets it: neither huge nor tiny, seals lifted off the print under them."""
    work = enlarged(image) if _is_long(image) else enlarged(reduced(image, READING_SIDE))
    if seals:
        work = work.copy()
    for seal in seals:
        part = _part(work, seal.box, SEAL_MARGIN)
        part[:] = without_ink(part, seal.colour)
    return work


def _without_rims(image: Image, rims: Sequence[Box]) -> Image:
    """A grey copy without the seals on it; the rules under them go too, so tables are looked for in the copy itself."""
    cleaned = image.copy() if rims else image
    for box in rims:
        part = _part(cleaned, box, 0.0)
        part[:] = without_grey_seal(part)
    return cleaned


def _part(image: Image, box: Box, margin: float) -> Image:
    """The view on a box of a picture, with a margin."""
    height, width = image.shape[:2]
    left, top, right, bottom = box
    rows = slice(max(0, int((top - margin) * height)), int((bottom + margin) * height) + 1)
    return image[rows, max(0, int((left - margin) * width)) : int((right + margin) * width) + 1]


def _is_long(image: Image) -> bool:
    """Whether a picture is a long screenshot."""
    return bool(max(image.shape[:2]) > LONG_SHARE * min(image.shape[:2]))


def _recognised(image: Image) -> Recognition:
    """The print in a picture; a long one is read slice by slice."""
    if not _is_long(image):
        return engine().recognise(image)
    seen = [(part, engine().recognise(view)) for part, view in _slices(image)]
    turns = {recognition.rotation for _, recognition in seen if recognition.segments}
    if len(turns) == 1 and turns != {0}:
        turn = turns.pop()
        upright = _recognised(turned(image, turn))
        return Recognition((turn + upright.rotation) % 360, upright.segments)
    size = (image.shape[1], image.shape[0])
    segments: list[Segment] = []
    for part, recognition in seen:
        if recognition.rotation == 0:
            whole = (_moved(segment, part) for segment in recognition.segments if not _is_cut(segment, part, size))
            segments += [segment for segment in whole if not any(_is_same(segment, other) for other in segments)]
    return Recognition(0, tuple(segments))


def _slices(image: Image) -> Iterator[tuple[Slice, Image]]:
    """Overlapping slices of a long picture."""
    height, width = image.shape[:2]
    long, short = max(height, width), min(height, width)
    step = int(short * (SLICE_SHARE - OVERLAP_SHARE))
    for start in range(0, max(1, long - int(short * OVERLAP_SHARE)), step):
        end = min(long, start + int(short * SLICE_SHARE))
        if height > width:
            yield (0, start, width, end), image[start:end]
        else:
            yield (start, 0, end, height), image[:, start:end]


def _moved(segment: Segment, part: Slice) -> Segment:
    """A segment of a slice, in the whole picture."""
    return replace(segment, corners=segment.corners + np.array(part[:2], np.float32))


def _is_cut(segment: Segment, part: Slice, size: tuple[int, int]) -> bool:
    """Whether a segment of a slice touches an edge at which the slice was cut off."""
    left, top, right, bottom = part
    x0, y0 = segment.corners.min(axis=0) + np.array(part[:2])
    x1, y1 = segment.corners.max(axis=0) + np.array(part[:2])
    starts = (left > 0 and x0 < left + CUT) or (top > 0 and y0 < top + CUT)
    ends = (right < size[0] and x1 > right - CUT) or (bottom < size[1] and y1 > bottom - CUT)
    return bool(starts or ends)


def _is_same(one: Segment, other: Segment) -> bool:
    """Whether two segments cover each other: the same print in two slices."""
    low = np.maximum(one.corners.min(axis=0), other.corners.min(axis=0))
    high = np.minimum(one.corners.max(axis=0), other.corners.max(axis=0))
    least = min(np.ptp(one.corners, axis=0).prod(), np.ptp(other.corners, axis=0).prod())
    return bool(np.clip(high - low, 0, None).prod() > 0.5 * least)


def _run(segment: Segment) -> Run:
    """The glyphs of a segment, spread along it where the engine saw them; all have the segment's score.

    Neighbours touch, for the engine says itself where a space stands, unless they are so far apart that words end.
    """
    start = (segment.corners[0] + segment.corners[3]) / 2
    end = (segment.corners[1] + segment.corners[2]) / 2
    high = float(np.hypot(*(segment.corners[3] - segment.corners[0]))) * PRINT_SHARE
    long = float(np.hypot(*(end - start)))
    if long < high:
        high = min(high, float(np.ptp(segment.corners[:, 1])) * PRINT_SHARE)
    reach = 0.5 * high / max(long, 1.0)
    stops = np.array(segment.stops)
    steps = np.diff(stops)
    behind = np.where(steps > FAR * reach, stops[:-1] + reach, stops[:-1] + steps / 2)
    ahead = np.where(steps > FAR * reach, stops[1:] - reach, stops[1:] - steps / 2)
    lefts = np.concatenate([[max(0.0, stops[0] - reach)], ahead])
    rights = np.concatenate([behind, [min(1.0, stops[-1] + reach)]])
    glyphs = []
    for char, left, right in zip(segment.text, lefts, rights, strict=True):
        (x0, y0), (x1, y1) = start + (end - start) * left, start + (end - start) * right
        middle = (y0 + y1) / 2
        box = (float(x0), float(middle - high / 2), float(x1), float(middle + high / 2))
        glyphs.append(Glyph(char, *box, segment.score))
    return tuple(glyphs)


def _tilt(segments: Sequence[Segment]) -> Tilt:
    """How print slopes: a and b of the slope a + b·y, from the angles of the wider segments."""
    corners = np.array([segment.corners for segment in segments]).reshape(-1, 4, 2)
    along = corners[:, 1] - corners[:, 0]
    across = corners[:, 3] - corners[:, 0]
    wide = np.hypot(*along.T) > 3 * np.hypot(*across.T)
    if not wide.any():
        return np.zeros(2)
    slopes = along[wide, 1] / np.maximum(along[wide, 0], 1.0)
    heights, weights = corners[wide].mean(axis=1)[:, 1], np.hypot(*along[wide].T)
    usual = float(np.median(slopes))
    near = np.abs(slopes - usual) < 0.06
    if near.sum() < 8 or np.ptp(heights[near]) < 0.3 * corners[..., 1].max():
        return np.array([usual, 0.0])
    rise, level = np.polyfit(heights[near], slopes[near], 1, w=weights[near])
    return np.array([level, rise])

"""The letters of a seal (印文): the ring is unrolled into a line of print, from the gap that every seal leaves open."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from domain.documents import ILLEGIBLE, Box, Seal
from extractors.readers.ocr import engine
from extractors.readers.repair import Image, ink_excess

RING = (0.5, 0.95)
"""The letters of the ring stand between these shares of the radius."""

LETTERS = (0.58, 0.86)
"""Where the ring's open gap is looked for: neither the rim nor the star."""

STRIP_HEIGHT = 48
STEPS = 720

FOOT = (0.24, 0.62, 0.62)
"""The line below the star: from and to below the centre, and half its width, as shares of the radius."""

FOOT_INK = 0.04

LEAST_SCORE = 0.6
"""A letter that is read less surely is marked as illegible: most wrong letters lie below, of right ones one in two
hundred."""

LEAST_LEGIBLE = 0.6
"""A strip of which fewer letters can be read says nothing."""

EDGE = 0.004
WHOLE = (0.0, 0.0, 1.0, 1.0)
MOST_UPRIGHT = 1.2

LEAST_PIXELS = 90
"""Smaller seals have no letters that could be read."""


def read_seals(image: Image, seals: Sequence[Seal], rotation: int = 0) -> tuple[Seal, ...]:
    """The seals of a picture with their letters, as far as they can be read.

    A seal across the edge of the page (骑缝章) shows a part of its name only, which would be taken for another name.
    """
    height, width = image.shape[:2]
    across, down = (height, width) if rotation % 180 else (width, height)
    return tuple(
        seal if is_cut(seal.box, across, down, rotation) else replace(seal, text=_letters(image, seal))
        for seal in seals
    )


def is_cut(box: Box, across: float, down: float, rotation: int = 0) -> bool:
    """Whether a seal is cut off: it touches the edge, or is an oval standing upright, as none is made."""
    if box != WHOLE and (min(box) < EDGE or max(box) > 1 - EDGE):
        return True
    wide, high = (box[2] - box[0]), (box[3] - box[1])
    if rotation % 180:
        wide, high = high, wide
    return high * down > MOST_UPRIGHT * wide * across


def _letters(image: Image, seal: Seal) -> str:
    """The letters of one seal: those of the ring, then those of the line below the star."""
    height, width = image.shape[:2]
    left, top, right, bottom = (side * size for side, size in zip(seal.box, (width, height) * 2, strict=True))
    if min(right - left, bottom - top) < LEAST_PIXELS:
        return ""
    part = image[int(top) : int(bottom) + 1, int(left) : int(right) + 1]
    ink = _ink(part, seal.colour)
    start = _gap(ink)
    lines = [_read(_unrolled(ink, start)), _read(_foot(ink, start))]
    return " ".join(line for line in lines if line)


def _read(strip: Image | None) -> str:
    """The print in a strip, if it is read surely."""
    if strip is None:
        return ""
    found = engine().read_line(cv2.cvtColor(strip, cv2.COLOR_GRAY2BGR))
    scored = zip(found.text, found.scores, strict=True)
    text = "".join(letter if score >= LEAST_SCORE else ILLEGIBLE for letter, score in scored)
    text = text.strip(f"{ILLEGIBLE}*★☆·. ")
    legible = sum(letter != ILLEGIBLE for letter in text)
    return text if legible > 2 and legible >= LEAST_LEGIBLE * len(text) else ""


def _ink(part: Image, colour: str) -> Image:
    """The seal's own ink as dark on light; print across it is gone."""
    excess = np.clip(ink_excess(part, colour), 0, None).astype(np.float32)
    full = max(20.0, float(np.percentile(excess, 97)))
    dark: Image = 255 - np.clip(excess * (255 / full), 0, 255)
    return dark.astype(np.uint8)


def _polar(ink: Image, angles: npt.NDArray[np.float64], radii: npt.NDArray[np.float64]) -> Image:
    """The ink at angles (columns, clockwise) and radii (rows), both of the oval that fills the picture."""
    height, width = ink.shape
    x = width / 2 + radii[:, None] * (width / 2) * np.cos(angles)[None, :]
    y = height / 2 + radii[:, None] * (height / 2) * np.sin(angles)[None, :]
    return cv2.remap(ink, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)


def _gap(ink: Image) -> float:
    """The angle in the middle of the longest stretch of the ring that bears no letters."""
    angles = np.linspace(0, 2 * np.pi, STEPS, endpoint=False)
    band = _polar(ink, angles, np.linspace(*LETTERS, 16))
    bare = (band < 128).mean(axis=0) < 0.06
    best, length, run = STEPS // 4, 0, 0
    for index in range(2 * STEPS):
        run = run + 1 if bare[index % STEPS] else 0
        if run > length:
            best, length = index - run // 2, run
    return float(angles[best % STEPS])


def _unrolled(ink: Image, start: float) -> Image:
    """The ring as a level strip, outer side up, clockwise from the gap."""
    radius = (ink.shape[0] + ink.shape[1]) / 4
    length = round(2 * np.pi * np.mean(RING) * radius * STRIP_HEIGHT / ((RING[1] - RING[0]) * radius))
    angles = start + np.linspace(0, 2 * np.pi, length, endpoint=False)
    return _polar(ink, angles, np.linspace(RING[1], RING[0], STRIP_HEIGHT))


def _foot(ink: Image, start: float) -> Image | None:
    """The line below the star, turned level; the gap of the ring shows where below is. None if it is bare."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.degrees(start)) - 90, 1.0)
    level = cv2.warpAffine(ink, turn, (width, height), borderValue=255)
    top, bottom, half = FOOT
    part = level[
        int(height / 2 * (1 + top)) : int(height / 2 * (1 + bottom)),
        int(width / 2 * (1 - half)) : int(width / 2 * (1 + half)),
    ]
    rows = np.flatnonzero((part < 128).mean(axis=1) > FOOT_INK)
    if len(rows) < 8:
        return None
    return part[max(0, rows[0] - 3) : rows[-1] + 4]

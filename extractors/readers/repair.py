"""Pictures of pages made fit for reading: turned, enlarged, seals lifted, light evened out; and how they look.

Every picture here is an OpenCV array, blue-green-red, eight bits a channel. The gains of the steps are measured in
ocr.md, section 1.4.
"""

from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

cv2.setNumThreads(1)

Image: TypeAlias = npt.NDArray[Any]

MARK_SIZE = 6
FAINTEST = 28
"""By how much print must differ from its surroundings to be looked at."""

INK_EXCESS = 25
"""How much a pixel's own colour must lie above the others for it to be ink of that colour."""

PRINT_LEVEL = 60
"""Black print under a seal is darker than this in the seal's own colour."""

GREY_DIFFERENCE = 22
"""By how much a seal on a grey copy must be lighter than print to be told apart from it."""

SMALL_SIDE = 1400
"""An A4 page of 120 dpi: below, the detector of text needs a larger picture."""

ENLARGEMENT = 1.5

FINGERPRINT_SIDE = 256
"""A picture is shrunk to about this before its fingerprint is taken."""

TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(image: Image, degrees: int) -> Image:
    """The picture turned clockwise by a multiple of 90 degrees."""
    return cv2.rotate(image, TURNS[degrees]) if degrees % 360 else image


def reduced(image: Image, side: int) -> Image:
    """The picture with its longer side at most `side` pixels."""
    times = max(image.shape[:2]) // side
    image = shrunk(image, times)
    scale = side / max(image.shape[:2])
    if scale >= 1:
        return image
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if times > 1 else cv2.INTER_LINEAR)


def shrunk(image: Image, times: int) -> Image:
    """The picture with the mean of so many pixels by so many in each: whole numbers are many times faster."""
    if times < 2:
        return image
    height, width = (size // times * times for size in image.shape[:2])
    return cv2.resize(image[:height, :width], (width // times, height // times), interpolation=cv2.INTER_AREA)


def enlarged(image: Image) -> Image:
    """A small picture one and a half times as large: what the detector misses below about 120 dpi comes back."""
    if max(image.shape[:2]) >= SMALL_SIDE:
        return image
    return cv2.resize(image, None, fx=ENLARGEMENT, fy=ENLARGEMENT, interpolation=cv2.INTER_CUBIC)


def straightened(image: Image, slope: float) -> tuple[Image, npt.NDArray[np.float64]]:
    """The picture turned about its centre until lines of `slope` (rise over run) lie level, and the matrix of it."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.degrees(np.arctan(slope))), 1.0)
    level = cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return level, np.asarray(matrix, np.float64)


def chroma(image: Image) -> npt.NDArray[np.uint8]:
    """How far each pixel is from grey, at a quarter of the size (single coloured pixels are noise)."""
    blue, green, red = cv2.split(shrunk(image, 4))
    highest, lowest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return np.asarray(cv2.subtract(highest, lowest), np.uint8)


def is_coloured(image: Image) -> bool:
    """Whether there is any colour: a tint all over, or a spot as small as a seal's stroke."""
    spread = chroma(image)
    return bool(spread.mean() > 2.5 or (spread > 30).mean() > 0.0003)


def ink_excess(image: Image, colour: str) -> npt.NDArray[np.int16]:
    """How much of an ink colour (red, blue or purple) each pixel has beyond grey and beyond the tint of the paper."""
    blue, green, red = (channel.astype(np.int16) for channel in cv2.split(image))
    if colour == "red":
        excess = red - np.maximum(green, blue)
    elif colour == "blue":
        excess = blue - np.maximum(red, green)
    else:
        excess = np.minimum(red, blue) - green
    tint = max(0, int(np.median(excess[::4, ::4])))
    return np.asarray(excess - tint, np.int16)


def without_ink(image: Image, colour: str) -> Image:
    """The picture in grey with one ink lifted off: print under a seal stays, the seal itself turns to paper white."""
    ink = ink_excess(image, colour) > INK_EXCESS
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    if not ink.any():
        return cv2.merge([grey, grey, grey])
    bright = image.max(axis=2).astype(np.float32)
    paper = float(np.percentile(bright, 75))
    stretch = paper / max(1.0, float(np.median(bright[ink])) - PRINT_LEVEL)
    lifted = np.where(ink, np.clip((bright - PRINT_LEVEL) * stretch, 0, 255), grey).astype(np.uint8)
    return cv2.merge([lifted, lifted, lifted])


def without_grey_seal(disc: Image) -> Image:
    """The disc of a seal on a grey copy without the seal, as far as tone tells it from print; its rim goes anyway."""
    grey = cv2.cvtColor(disc, cv2.COLOR_BGR2GRAY).astype(np.float32)
    height, width = grey.shape
    y, x = np.ogrid[:height, :width]
    distance = np.hypot((x - width / 2) / (width / 2), (y - height / 2) / (height / 2))
    rim = (distance > 0.93) & (distance < 1.03)
    paper = float(np.percentile(grey, 80))
    dark = grey[rim & (grey < paper * 0.72)]
    tone = float(np.median(dark)) if dark.size else 0.0
    print_tone = float(np.percentile(grey, 1.5))
    if tone - print_tone > GREY_DIFFERENCE:
        inside = distance < 1.05
        lifted = np.clip((grey - print_tone) * paper / (tone - print_tone - 8), 0, paper)
        grey = np.where(inside, np.maximum(grey, lifted), grey)
    else:
        grey = np.where(rim, paper, grey)
    cleaned = grey.astype(np.uint8)
    return cv2.merge([cleaned, cleaned, cleaned])


def evenly_lit(image: Image) -> Image:
    """The page divided by its own background: shadows and uneven light vanish."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ground = cv2.GaussianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), (0, 0), 12)
    even = cv2.divide(grey, cv2.resize(ground, (grey.shape[1], grey.shape[0])), scale=245)
    return cv2.merge([even, even, even])


def print_marks(image: Image) -> npt.NDArray[np.bool_]:
    """Where anything stands out from the ground, dark or light, in squares of MARK_SIZE pixels, noise averaged out."""
    half = cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    square = np.ones((3, 3), np.uint8)
    darkest, lightest = cv2.erode(half, square)[1::3, 1::3], cv2.dilate(half, square)[1::3, 1::3]
    ground = cv2.medianBlur(half[1::3, 1::3], 31)
    return np.asarray(cv2.max(cv2.subtract(ground, darkest), cv2.subtract(lightest, ground)) > FAINTEST)


def fingerprint(image: Image) -> str:
    """A perceptual hash of 64 bits: the signs of the low frequencies; pictures that look alike differ in few bits."""
    grey = cv2.cvtColor(shrunk(image, min(image.shape[:2]) // FINGERPRINT_SIDE), cv2.COLOR_BGR2GRAY)
    waves = cv2.dct(cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32))[:8, :8].flatten()
    bits = waves > np.median(waves[1:])
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"

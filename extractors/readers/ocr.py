"""Text recognition: RapidOCR's own PP-OCRv6 models on OpenVINO or ONNX Runtime, and Tesseract where neither loads.

The tuning follows ocr.md, section 1.5: one thread, no pinning, no line classifier on short cells (it turns numbers
upside down), the detector's picture at most 1600 pixels long, widths of lines in few buckets so that memory stays flat.
Nothing is downloaded: the models lie in the wheel and are given by path.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from domain.documents import Box
from domain.errors import WorkerFailedError
from extractors.readers.repair import MARK_SIZE, Image, evenly_lit, print_marks, turned

BACKEND_SETTING = "CHAYAN_OCR"

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads cost more than they bring

DETECTOR_SIDE = 1600
DETECTOR_STEP = 128
"""The detector's picture grows in such steps: few shapes keep memory flat."""

MODEL_STEP = 32
"""Its sides are multiples of this by the model."""

MARGIN = 48
"""Blank margin that is kept round the print, in pixels."""

LEAST_SIDE = 200
"""Smaller pictures are looked at as they are."""

LINE_HEIGHT = 48
WIDTH_STEP = 96
LEAST_WIDTH = 96
BATCH_AREA = LINE_HEIGHT * 320 * 24
"""Lines read at once: a power of two of one width, at most this many pixels."""
BATCH_LINES = 16

CLASSIFIER_SIZE = (192, 48)
VOTERS = 12
"""The longest lines vote on which way up the page is."""

TRIALS, TRIAL_SHARE = 6, 8
"""How many of them are read to try a turn, and how many times their height of each."""

LEAST_SCORE = 0.5
"""What the engine is less sure of is not text: patterns, rims of seals, scribbles."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of print in a picture: its four corners in pixels (from the top left, clockwise) and the engine's score.

    `stops` are the centres of its characters along its length, from 0 to 1.
    """

    text: str
    corners: npt.NDArray[np.float32]
    score: float
    stops: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """What one line says: its signs, how sure the engine is of each (0 to 1), and their centres along the line."""

    text: str
    scores: tuple[float, ...]
    stops: tuple[float, ...]

    @property
    def score(self) -> float:
        """The mean over its signs; 0 for nothing."""
        return float(np.mean(self.scores)) if self.scores else 0.0


@dataclass(frozen=True, slots=True)
class Recognition:
    """What stands in a picture: degrees clockwise by which it had to be turned, and the print in the turned picture."""

    rotation: int
    segments: tuple[Segment, ...]


class Engine(Protocol):
    """Something that reads print in pictures."""

    name: str

    def recognise(self, image: Image) -> Recognition:
        """All print in the picture."""

    def read_line(self, image: Image) -> Print:
        """The one line that fills the picture."""


class RapidEngine:
    """RapidOCR's three models, called one by one."""

    def __init__(self, backend: str) -> None:
        """Load the models on `backend`: openvino or onnxruntime."""
        self.name = f"rapidocr {version('rapidocr')} on {backend} {version(backend)}"
        self._detector, self._recogniser, self._classifier = _load_models(backend)
        self._alphabet: Sequence[str] = self._recogniser.postprocess_op.character

    def recognise(self, image: Image) -> Recognition:
        """All print in the picture, turned upright first."""
        quads = self._detect(image)
        rotation = self._upright_turn(image, quads)
        if rotation:
            image = turned(image, rotation)
            quads = self._detect(image)
        lines = self._read([_crop(image, quad) for quad in quads])
        return Recognition(
            rotation,
            tuple(
                Segment(line.text, quad, line.score, line.stops)
                for quad, line in zip(quads, lines, strict=True)
                if line.text.strip() and line.score >= LEAST_SCORE
            ),
        )

    def read_line(self, image: Image) -> Print:
        """The one line that fills the picture."""
        return self._read([image])[0]

    def _detect(self, image: Image) -> list[npt.NDArray[np.float32]]:
        """The corners of every run of print; blank margins are not looked at, for half the time goes into this."""
        scale = min(1.0, DETECTOR_SIDE / max(image.shape[:2]))
        left, top, right, bottom = _printed_part(image, DETECTOR_STEP / scale)
        part = image[top:bottom, left:right]
        height, width = part.shape[:2]
        size = (_rounded(width * scale, MODEL_STEP), _rounded(height * scale, MODEL_STEP))
        blob = cv2.dnn.blobFromImage(cv2.resize(part, size), 1 / 127.5, mean=(127.5, 127.5, 127.5))
        quads, _ = self._detector.postprocess_op(self._detector.session(blob), (height, width))
        return [np.asarray(quad, np.float32) + np.array((left, top), np.float32) for quad in quads]

    def _upright_turn(self, image: Image, quads: Sequence[npt.NDArray[np.float32]]) -> int:
        """Degrees clockwise that bring the page upright: the shape of its lines, then a vote of the longest ones.

        A vote for turning is tried out: the longest lines must then read better.
        """
        if not quads:
            return 0
        sizes = np.array([_size(quad) for quad in quads])
        tall = bool((sizes[:, 1] > 1.5 * sizes[:, 0]).sum() > (sizes[:, 0] > 1.5 * sizes[:, 1]).sum())
        along = sizes[:, 1] > sizes[:, 0] if tall else sizes[:, 0] >= sizes[:, 1]
        longest = np.argsort(-sizes.prod(axis=1) * along)[:VOTERS]
        crops = [_crop(image, quads[index]) for index in longest if along[index]]
        flipped = sum(self._classify(crops))
        if not tall and flipped * 2 <= len(crops):
            return 0
        tried = [crop[:, : TRIAL_SHARE * crop.shape[0]] for crop in crops[:TRIALS]]
        here = np.mean([line.score for line in self._read(tried)])
        there = np.mean([line.score for line in self._read([cv2.rotate(crop, cv2.ROTATE_180) for crop in tried])])
        if tall:
            return 270 if here >= there else 90
        return 180 if there > here else 0

    def _classify(self, crops: Sequence[Image]) -> list[bool]:
        """Whether each line stands on its head."""
        width, height = CLASSIFIER_SIZE
        batch = np.zeros((len(crops), 3, height, width), np.float32)
        for place, crop in zip(batch, crops, strict=True):
            _paint(place, crop)
        scores = self._classifier.session(batch)
        return [bool(score[1] > score[0]) for score in scores]

    def _read(self, crops: Sequence[Image]) -> list[Print]:
        """What each line says."""
        found: dict[int, Print] = {}
        for width, members in _batches([_bucket(crop) for crop in crops]):
            batch = np.zeros((len(members), 3, LINE_HEIGHT, width), np.float32)
            painted = [_paint(place, crops[index]) for place, index in zip(batch, members, strict=True)]
            chances = self._recogniser.session(batch)
            for index, used, chance in zip(members, painted, chances, strict=True):
                found[index] = self._decode(chance, used / width)
        return [found[index] for index in range(len(crops))]

    def _decode(self, chances: npt.NDArray[np.float32], used_share: float) -> Print:
        """One line: the likeliest sign of each step, repeats and blanks (sign 0) dropped."""
        signs = chances.argmax(axis=1)
        kept = signs != 0
        kept[1:] &= signs[1:] != signs[:-1]
        steps = np.flatnonzero(kept)
        stops = np.clip((steps + 0.5) / len(signs) / used_share, 0.0, 1.0)
        text = "".join(self._alphabet[sign] for sign in signs[steps])
        return Print(text, tuple(chances[steps, signs[steps]].tolist()), tuple(stops.tolist()))


class TesseractEngine:
    """Tesseract with Simplified Chinese, the engine of last resort; it needs even light."""

    def __init__(self) -> None:
        """Find the program."""
        import pytesseract

        self.name = f"tesseract {pytesseract.get_tesseract_version()}"
        self._program = pytesseract

    def recognise(self, image: Image) -> Recognition:
        """All print in the picture, turned upright first."""
        rotation = self._upright_turn(image)
        table = self._program.image_to_data(
            evenly_lit(turned(image, rotation)),
            lang="chi_sim+eng",
            config="--psm 4",
            output_type=self._program.Output.DICT,
        )
        words = [
            _Read(text, left, top, wide, high, float(score) / 100)
            for text, left, top, wide, high, score in zip(
                *(table[key] for key in ("text", "left", "top", "width", "height", "conf")), strict=True
            )
            if text.strip() and float(score) >= 0
        ]
        return Recognition(rotation, tuple(_joined(words)))

    def read_line(self, image: Image) -> Print:
        """The one line that fills the picture; never surely, for Tesseract makes letters of anything."""
        text = self._program.image_to_string(image, lang="chi_sim+eng", config="--psm 7").strip()
        stops = tuple(((np.arange(len(text)) + 0.5) / max(len(text), 1)).tolist())
        return Print(text, (LEAST_SCORE,) * len(text), stops)

    def _upright_turn(self, image: Image) -> int:
        """Degrees clockwise that bring the page upright; none where there is too little print to say."""
        try:
            table = self._program.image_to_osd(image, config="--psm 0", output_type=self._program.Output.DICT)
        except self._program.TesseractError:
            return 0
        return int(table["rotate"]) % 360


@dataclass(frozen=True, slots=True)
class _Read:
    """A word as Tesseract gives it: often a single Chinese character."""

    text: str
    left: int
    top: int
    wide: int
    high: int
    score: float

    def follows(self, other: "_Read") -> bool:
        """Whether it stands right behind another word of the same line."""
        gap = self.left - (other.left + other.wide)
        level = abs(self.top + self.high / 2 - other.top - other.high / 2)
        return -self.high < gap < 0.8 * max(self.high, other.high) and level < 0.5 * max(self.high, other.high)


def _joined(words: Sequence[_Read]) -> Iterator[Segment]:
    """Runs of words that follow each other closely."""
    run: list[_Read] = []
    for word in words:
        if run and not word.follows(run[-1]):
            yield _segment(run)
            run = []
        run.append(word)
    if run:
        yield _segment(run)


def _segment(run: Sequence[_Read]) -> Segment:
    """One segment of a run of words."""
    left, top = min(word.left for word in run), min(word.top for word in run)
    right, foot = max(word.left + word.wide for word in run), max(word.top + word.high for word in run)
    text, stops = "", list[float]()
    for word in run:
        size = word.wide / len(word.text)
        text += word.text
        stops += [(word.left - left + (place + 0.5) * size) / (right - left) for place in range(len(word.text))]
    corners = np.array([(left, top), (right, top), (right, foot), (left, foot)], np.float32)
    return Segment(text, corners, float(np.mean([word.score for word in run])), tuple(stops))


def engine() -> Engine:
    """The engine of this process: the one that is asked for, or the next one that loads."""
    return _loaded(wanted_backend())


@cache
def _loaded(wanted: str) -> Engine:
    """The first engine that loads, from the wanted one on."""
    failures = []
    names = tuple(ENGINES)
    for name in names[names.index(wanted) :]:
        try:
            return ENGINES[name]()
        except Exception as error:  # noqa: BLE001 - whatever keeps an engine from loading, the next one is tried
            failures.append(f"{name}: {error}")
    raise WorkerFailedError("no OCR engine can be loaded: " + "; ".join(failures))


def wanted_backend() -> str:
    """The backend asked for in CHAYAN_OCR, or the first one that is installed."""
    asked = os.environ.get(BACKEND_SETTING, "")
    if asked in ENGINES:
        return asked
    return next((name for name in ("openvino", "onnxruntime") if find_spec(name) is not None), "tesseract")


def second_look(image: Image, box: Box) -> str:
    """What Tesseract reads in a part of a picture: independent of the other engines' mistakes."""
    import pytesseract

    height, width = image.shape[:2]
    left, top, right, foot = (round(side * size) for side, size in zip(box, (width, height) * 2, strict=True))
    part = image[max(0, top) : foot, max(0, left) : right]
    if not part.size:
        return ""
    framed = cv2.copyMakeBorder(evenly_lit(part), 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    text: str = pytesseract.image_to_string(framed, lang="chi_sim+eng", config="--psm 7")
    return text.strip()


def _load_models(backend: str) -> tuple[Any, Any, Any]:
    """Detector, recogniser and line classifier of RapidOCR, from the models in its wheel."""
    import rapidocr
    from rapidocr.utils.typings import EngineType

    models = Path(rapidocr.__file__).parent / "models"
    files = {
        "Det": "PP-OCRv6_det_small.onnx",
        "Rec": "PP-OCRv6_rec_small.onnx",
        "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    }
    settings: dict[str, object] = {
        "Global.log_level": "error",
        "EngineConfig.openvino.inference_num_threads": 1,
        "EngineConfig.openvino.enable_cpu_pinning": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    for part, file in files.items():
        settings[f"{part}.engine_type"] = EngineType(backend)
        settings[f"{part}.model_path"] = str(models / file)
    loader: Any = rapidocr.RapidOCR(params=settings)
    return loader._load_det_model(), loader._load_rec_model(), loader._load_cls_model()  # noqa: SLF001 - one by one


def _printed_part(image: Image, step: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part that is not blank, its sides whole steps where the picture has room."""
    high, wide = image.shape[:2]
    if min(high, wide) < LEAST_SIDE:
        return 0, 0, wide, high
    marks = print_marks(image)
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    if not len(rows):
        return 0, 0, wide, high
    top, bottom = _whole_steps(MARK_SIZE * int(rows[0]) - MARGIN, MARK_SIZE * int(rows[-1]) + MARGIN, step, high)
    left, right = _whole_steps(MARK_SIZE * int(columns[0]) - MARGIN, MARK_SIZE * int(columns[-1]) + MARGIN, step, wide)
    return left, top, right, bottom


def _whole_steps(start: int, end: int, step: float, most: int) -> tuple[int, int]:
    """A stretch grown to a multiple of the step, or to the whole."""
    start, end = max(0, start), min(most, end)
    length = round(float(np.ceil((end - start) / step)) * step)
    if length >= most:
        return 0, most
    start = min(start, most - length)
    return start, start + length


def _rounded(side: float, step: int) -> int:
    """The nearest multiple of `step`, at least one."""
    return max(step, round(side / step) * step)


def _size(quad: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Width and height of a run of print."""
    return float(np.hypot(*(quad[1] - quad[0]))), float(np.hypot(*(quad[3] - quad[0])))


def _crop(image: Image, quad: npt.NDArray[np.float32]) -> Image:
    """The run of print as a level picture; one that is clearly taller than wide lies on its side and is turned."""
    width = int(max(np.hypot(*(quad[0] - quad[1])), np.hypot(*(quad[2] - quad[3]))))
    height = int(max(np.hypot(*(quad[0] - quad[3])), np.hypot(*(quad[1] - quad[2]))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    crop = cv2.warpPerspective(
        image,
        cv2.getPerspectiveTransform(quad, target),
        (max(1, width), max(1, height)),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return cv2.rotate(crop, cv2.ROTATE_90_COUNTERCLOCKWISE) if height >= 1.5 * width else crop


def _bucket(crop: Image) -> int:
    """The width in which a line is read: a multiple of the step."""
    width = int(np.ceil(LINE_HEIGHT * crop.shape[1] / crop.shape[0]))
    return max(LEAST_WIDTH, -(-width // WIDTH_STEP) * WIDTH_STEP)


def _batches(widths: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Lines of one width in groups whose sizes are powers of two: width and indices."""
    for width in sorted(set(widths)):
        members = [index for index, other in enumerate(widths) if other == width]
        most = max(1, min(BATCH_LINES, BATCH_AREA // (LINE_HEIGHT * width)))
        while members:
            take = min(1 << (len(members).bit_length() - 1), 1 << (most.bit_length() - 1))
            yield width, members[:take]
            members = members[take:]


def _paint(place: npt.NDArray[np.float32], crop: Image) -> int:
    """The crop, scaled to the height of `place`, normalised into it from the left; the width it took."""
    _, height, width = place.shape
    used: int = min(width, int(np.ceil(height * crop.shape[1] / crop.shape[0])))
    place[:, :, :used] = cv2.resize(crop, (used, height)).transpose(2, 0, 1)
    place[:, :, :used] /= 127.5
    place[:, :, :used] -= 1
    return used


ENGINES: Mapping[str, Callable[[], Engine]] = {
    "openvino": lambda: RapidEngine("openvino"),
    "onnxruntime": lambda: RapidEngine("onnxruntime"),
    "tesseract": TesseractEngine,
}
"""The backends, best first."""

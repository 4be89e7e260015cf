"""OFD (GB/T 33190), the format of electronic invoices: pages of positioned print, and what the file says besides.

Beside its print a page has entries: the elements of an attached invoice (`xml:`), the tags that name its text objects
(`tag:`), and what the document says of itself (`data:`). A page that is one picture is recognised like a scan. Limits
it guards: those of archives on the ZIP, no entities in its XML, a bounded number of pages, glyphs and pixels.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice
from pathlib import Path

import PIL.Image

from domain.documents import Box, Code, Line, Origin, Page, Problem, Seal, Source, Word
from domain.findings import Reason
from extractors.limits import DEFAULT_LIMITS
from extractors.readers import Survey
from extractors.readers.barcodes import read_codes
from extractors.readers.grid import find_lattices
from extractors.readers.image import PARSERS, upright_pixels
from extractors.readers.invoice_xml import is_invoice
from extractors.readers.lines import Plane, Ruled, bounds, lines_of, merged, placed, rows_of, tables_of, text_of
from extractors.readers.ofd_file import OfdFile, opened, part_path
from extractors.readers.ofd_page import Frame, Picture, Sheet, covered, frame_of, numbers
from extractors.readers.pdf_text import is_rubbish
from extractors.readers.repair import Image
from extractors.readers.safe_xml import NAME as XML_NAME
from extractors.readers.safe_xml import Element, children, descendants, leaves, path_to, text_in
from extractors.readers.scan import read_picture
from extractors.zipped.methods import UnreadableError

NAME = f"ofd, {XML_NAME}"

TOLERANCE = 2.0
"""Rules of one boundary may miss each other by this much, in points."""
WHOLE_PAGE, FEW_CHARACTERS = 0.6, 80
"""A picture over so much of the page, with so little text, is a scan."""
SQUARE = (0.8, 1.25)
LARGEST_CODE = 0.4
"""A code is about square, and no wider than this share of the page."""
SMALLEST_CODE_PIXELS = 25
SCAN_TRIES = 3

Entry = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page before it is read: its part, the document it belongs to, and its place there."""

    part: str
    id: str
    body: "_Body"
    first: bool


@dataclass(slots=True)
class _Body:
    """A document of the file: its parts by what they are good for."""

    root: str
    element: Element
    info: Element
    templates: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signed: tuple[tuple[str, str], ...] = ()
    """The page and the boundary of each seal that signs the document."""


def survey(file: Path, source: Source) -> Survey:
    """The number of pages, which of them are scans, and what the file says of itself."""
    with _read(file, source) as (container, pages, problem):
        if problem is not None or container is None:
            return Survey(media="none", problem=problem)
        needs = tuple(_is_scan(_sheet_of(container, leaf)) for leaf in pages)
        return Survey(media="pages", pages=len(pages), needs_ocr=needs, meta=_meta(pages))


def read_pages(file: Path, source: Source, first: int, last: int) -> tuple[Page | Problem, ...]:
    """Pages `first` to `last`, 1-based, both included."""
    with _read(file, source) as (container, pages, problem):
        if problem is not None or container is None:
            return (problem or Problem(Reason.FILE_CORRUPT, source),)
        numbers = range(first, min(last, len(pages)) + 1)
        return tuple(_page(container, pages[number - 1], number) for number in numbers)


@contextmanager
def _read(file: Path, source: Source) -> Iterator[tuple[OfdFile | None, Sequence[_Leaf], Problem | None]]:
    """The open file and its pages, or why it cannot be read."""
    with ExitStack() as stack:
        try:
            container = stack.enter_context(opened(file))
        except UnreadableError as error:
            yield None, (), Problem(error.reason, source, error.detail)
            return
        pages = tuple(islice(_leaves(container), DEFAULT_LIMITS.pages))
        yield container, pages, None if pages else Problem(Reason.FILE_CORRUPT, source, "OFD 中没有页面")


# --- The document -----------------------------------------------------------------------------------------------------


def _leaves(container: OfdFile) -> Iterator[_Leaf]:
    """The pages of all documents in the file."""
    root = container.xml("OFD.xml")
    for info in descendants(root, "DocBody") if root is not None else ():
        body = _body(container, info)
        if body is None:
            continue
        listed = next(children(body.element, "Pages"), None)
        for index, page in enumerate(children(listed, "Page") if listed is not None else ()):
            yield _Leaf(part_path(body.root, page.get("BaseLoc", "")), page.get("ID", ""), body, index == 0)


def _body(container: OfdFile, info: Element) -> _Body | None:
    """One document: where its templates, pictures, annotations and seals are."""
    root = part_path("OFD.xml", text_in(info, "DocRoot"))
    element = container.xml(root)
    if element is None:
        return None
    return _Body(
        root,
        element,
        info,
        templates={
            template.get("ID", ""): part_path(root, template.get("BaseLoc", ""))
            for template in descendants(element, "TemplatePage")
        },
        pictures=dict(_resources(container, root, element)),
        annotations=_annotations(container, root, element),
        signed=tuple(_seals(container, info)),
    )


def _resources(container: OfdFile, root: str, element: Element) -> Iterator[tuple[str, str]]:
    """The parts of pictures by the ID of their resource."""
    for name in ("PublicRes", "DocumentRes"):
        for listed in descendants(element, name):
            part = part_path(root, listed.text or "")
            resources = container.xml(part)
            if resources is None:
                continue
            base = part_path(part, resources.get("BaseLoc", "") or ".")
            for medium in descendants(resources, "MultiMedia"):
                yield medium.get("ID", ""), part_path(f"{base}/.", text_in(medium, "MediaFile"))


def _annotations(container: OfdFile, root: str, element: Element) -> Mapping[str, tuple[str, ...]]:
    """The parts of annotations by the ID of their page."""
    found: dict[str, tuple[str, ...]] = {}
    for listed in children(element, "Annotations"):
        part = part_path(root, listed.text or "")
        index = container.xml(part)
        for page in descendants(index, "Page") if index is not None else ():
            own = found.get(page.get("PageID", ""), ())
            found[page.get("PageID", "")] = (*own, part_path(part, text_in(page, "FileLoc")))
    return found


def _seals(container: OfdFile, info: Element) -> Iterator[tuple[str, str]]:
    """Where the seals of signatures stand."""
    for listed in children(info, "Signatures"):
        part = part_path("OFD.xml", listed.text or "")
        index = container.xml(part)
        for signature in descendants(index, "Signature") if index is not None else ():
            own = container.xml(part_path(part, signature.get("BaseLoc", "")))
            for stamp in descendants(own, "StampAnnot") if own is not None else ():
                yield stamp.get("PageRef", ""), stamp.get("Boundary", "")


def _meta(pages: Sequence[_Leaf]) -> tuple[Entry, ...]:
    """Who made the file, and when."""
    info = pages[0].body.info
    entries = ((name, text_in(info, name)) for name in ("Title", "Author", "Creator", "CreationDate"))
    return tuple((name, text) for name, text in entries if text)


# --- A page -----------------------------------------------------------------------------------------------------------


def _sheet_of(container: OfdFile, leaf: _Leaf) -> Sheet:
    """The objects of a page, with those of its templates, its annotations and its seals."""
    page, body = container.xml(leaf.part), leaf.body
    used = [item.get("TemplateID", "") for item in descendants(page, "Template")] if page is not None else []
    templates = [container.xml(body.templates[name]) for name in used[:8] if name in body.templates]
    sheet = Sheet(frame_of(page, body.element, *templates))
    for content in (*templates, page):
        for layers in children(content, "Content") if content is not None else ():
            sheet.add(layers)
    for part in body.annotations.get(leaf.id, ()):
        _add_annotations(sheet, container.xml(part))
    for page_id, boundary in body.signed:
        if page_id == leaf.id:
            sheet.add_stamp(boundary)
    return sheet


def _add_annotations(sheet: Sheet, annotations: Element | None) -> None:
    """Notes and stamps on the page; a stamp without a picture only says where a signature belongs."""
    for note in descendants(annotations, "Annot") if annotations is not None else ():
        for shown in children(note, "Appearance"):
            corner = numbers(shown.get("Boundary", ""))
            sheet.add(shown, (corner[0], corner[1]) if len(corner) > 1 else (0.0, 0.0))
            if note.get("Type") == "Stamp" and next(descendants(shown, "ImageObject"), None) is not None:
                sheet.add_stamp(shown.get("Boundary", ""))


def _is_scan(sheet: Sheet) -> bool:
    return covered(sheet, sheet.pictures) > WHOLE_PAGE and sheet.glyphs < FEW_CHARACTERS


def _page(container: OfdFile, leaf: _Leaf, number: int) -> Page:
    """A page from its objects, or from the picture that it is."""
    sheet = _sheet_of(container, leaf)
    entries = tuple(_entries(container, leaf, sheet))
    if _is_scan(sheet):
        for picture in sorted(sheet.pictures, key=lambda one: -_area(one.box))[:SCAN_TRIES]:
            image = _image(container, leaf.body, picture)
            if image is not None:
                return replace(read_picture(image, number, sheet.size), entries=entries)
    return _text_page(sheet, number, entries, tuple(_codes(container, leaf.body, sheet)))


def _text_page(sheet: Sheet, number: int, entries: tuple[Entry, ...], codes: tuple[Code, ...]) -> Page:
    plane = Plane(*sheet.size)
    lattices = find_lattices(sheet.level, sheet.upright, TOLERANCE) or ()
    ruled = tuple(
        Ruled(lattice, lattice.cell_at, tuple(plane.box(*lattice.cell_box(span)) for span in lattice.spans))
        for lattice in lattices
    )
    rows = placed((merged(row) for row in rows_of(sheet.runs)), ruled, flowing=True)
    aside = (Line((Word(text_of(run), plane.box(*bounds(run))),)) for run in sheet.turned)
    lines = (*lines_of(rows, plane), *aside)
    return Page(
        number=number,
        width=plane.width,
        height=plane.height,
        origin=Origin.TEXT if lines else Origin.NONE,
        lines=lines,
        tables=tables_of(ruled, rows),
        seals=tuple(Seal(plane.box(*box)) for box in sheet.stamps),
        coloured=bool(sheet.stamps),
        problem=Reason.PAGE_UNREADABLE if is_rubbish("\n".join(line.text for line in lines)) else None,
        codes=codes,
        entries=entries,
    )


def _area(box: Frame) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


# --- Pictures ---------------------------------------------------------------------------------------------------------


def _codes(container: OfdFile, body: _Body, sheet: Sheet) -> Iterator[Code]:
    """The codes in the small square pictures of a page."""
    plane = Plane(*sheet.size)
    for picture in sheet.pictures[:40]:
        left, top, right, bottom = picture.box
        wide, high = right - left, bottom - top
        if high <= 0 or not SQUARE[0] < wide / high < SQUARE[1] or wide > LARGEST_CODE * plane.width:
            continue
        image = _image(container, body, picture)
        if image is not None and min(image.shape[:2]) >= SMALLEST_CODE_PIXELS:
            place = plane.box(*picture.box)
            yield from (Code(code.text, _within(code.box, place)) for code in read_codes(image))


def _within(box: Box | None, place: Box) -> Box:
    """A box of a picture as a box of the page."""
    if box is None:
        return place
    wide, high = place[2] - place[0], place[3] - place[1]
    across = (round(place[0] + box[0] * wide, 5), round(place[0] + box[2] * wide, 5))
    down = (round(place[1] + box[1] * high, 5), round(place[1] + box[3] * high, 5))
    return across[0], down[0], across[1], down[1]


def _image(container: OfdFile, body: _Body, picture: Picture) -> Image | None:
    """The pixels of a picture; None for formats that are not read (JBIG2) and for what is broken or too large."""
    data = container.read(body.pictures.get(picture.resource, ""))
    if data is None:
        return None
    try:
        with PIL.Image.open(BytesIO(data), formats=PARSERS) as found:
            if found.size[0] * found.size[1] > DEFAULT_LIMITS.pixels:
                return None
            return upright_pixels(found)
    except Exception:  # noqa: BLE001 - decoders raise many things over a damaged picture
        return None


# --- What the file says besides ---------------------------------------------------------------------------------------


def _entries(container: OfdFile, leaf: _Leaf, sheet: Sheet) -> Iterator[Entry]:
    """Attached invoice, tags and own data; what is said of the document as a whole stands on its first page."""
    body = leaf.body
    if leaf.first:
        for listed in children(body.element, "Attachments"):
            yield from _attached(container, part_path(body.root, listed.text or ""))
    for listed in children(body.element, "CustomTags"):
        yield from _tags(container, part_path(body.root, listed.text or ""), leaf.id, sheet)
    if leaf.first:
        for data in descendants(body.info, "CustomData"):
            if data.text and data.text.strip():
                yield f"data:{data.get('Name', '')}", data.text.strip()


def _attached(container: OfdFile, part: str) -> Iterator[Entry]:
    """The elements of attached invoices in XML."""
    listed = container.xml(part)
    for attachment in descendants(listed, "Attachment") if listed is not None else ():
        own = container.xml(part_path(part, text_in(attachment, "FileLoc")))
        if own is not None and is_invoice(own):
            yield from ((f"xml:{path}", text) for path, text in leaves(own))


def _tags(container: OfdFile, part: str, page_id: str, sheet: Sheet) -> Iterator[Entry]:
    """The text of the objects that tags name on this page, each under the path of its tag."""
    listed = container.xml(part)
    for location in descendants(listed, "FileLoc") if listed is not None else ():
        tags = container.xml(part_path(part, location.text or ""))
        for tag in tags.iter() if tags is not None else ():
            refs = [ref for ref in children(tag, "ObjectRef") if ref.get("PageRef", page_id) == page_id]
            text = "".join(sheet.texts.get((ref.text or "").strip(), "") for ref in refs)
            if text:
                yield "tag:" + "/".join(path_to(tag, tags)), text

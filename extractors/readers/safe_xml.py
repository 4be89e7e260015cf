"""XML out of hostile files: no entities, no document type, no network, bounded in bytes and depth.

Names with a prefix that nobody declared are read as they stand: the tags of some e-invoices are written so.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

NAME = f"lxml {etree.__version__}"

XML_BYTES = 32 << 20
"""A larger document is no invoice and no page of one."""
MOST_LEAVES = 5_000
LONGEST_TEXT = 4_000

NAMESPACE_ERRORS = etree.ErrorDomains.NAMESPACE

Element = Any
"""An element of lxml."""

_LOOSE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")


def parse_xml(data: bytes) -> Element | None:
    """The root of a document; None for what is no XML, is too large, or brings a document type of its own."""
    if not data.strip() or len(data) > XML_BYTES:
        return None
    root = _parsed(data)
    return root if root is not None else _parsed(_LOOSE_AMPERSAND.sub(b"&amp;", data))


def local_name(element: Element) -> str:
    """The name of an element without its namespace or prefix; "" for what is no element."""
    tag = element.tag
    return re.split(r"[}:]", tag)[-1] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of this name."""
    return (child for child in element if local_name(child) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """All elements of this name below an element, in the order of the document."""
    return (found for found in element.iter() if local_name(found) == name)


def text_in(element: Element, name: str) -> str:
    """The text of the first element of this name below an element; "" without one."""
    found = next(descendants(element, name), None)
    return (found.text or "").strip() if found is not None else ""


def leaves(root: Element) -> Iterator[tuple[str, str]]:
    """What a document says: the path of names below the root, and the text, of each element that has any."""
    count = 0
    for element in root.iter():
        text = " ".join((element.text or "").split()) if local_name(element) else ""
        if not text or len(element):
            continue
        count += 1
        if count > MOST_LEAVES:
            return
        yield "/".join(path_to(element, root))[:LONGEST_TEXT], text[:LONGEST_TEXT]


def path_to(element: Element, root: Element) -> list[str]:
    """The names from below the root down to an element."""
    names: list[str] = []
    while element is not None and element is not root:
        names.append(local_name(element))
        element = element.getparent()
    return names[::-1]


def _parsed(data: bytes) -> Element | None:
    """The root, where nothing but undeclared prefixes is wrong."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    broken = any(error.domain != NAMESPACE_ERRORS for error in parser.error_log)
    if root is None or broken or root.getroottree().docinfo.doctype:
        return None
    return root

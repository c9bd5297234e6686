"""Finds text of a published file that escaped from its place, without a browser."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

BASE = "/archive/"
SITE = f"https://archive.example{BASE}"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What templates make, apart from texts.
_PAGE = _words(
    "html head meta title link script body a header p nav ul ol li form label input button main "
    "article h1 h2 h3 time figure img figcaption div span bdi footer dl dt dd aside section svg "
    "line rect text table caption thead tbody tfoot tr th td select option noscript details "
    "summary kbd output code"
)
#: What a text may hold. Not here: all that runs, loads, frames or sends.
_TEXT = _words(
    "a abbr acronym article aside b bdi blockquote br caption center cite code col colgroup "
    "data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hgroup hr i img ins kbd li mark nav ol p pre q rp rt rtc ruby s samp section small span "
    "strike strong sub summary sup table tbody td th thead time tr tt u ul var wbr"
)
_TEXT_ATTRIBUTES = _words(
    "id lang dir title href hreflang datetime src alt width height value start reversed colspan "
    "rowspan headers scope class tabindex srcset sizes loading decoding"
)
_TEXT_CLASSES = _words(
    "footnote-backref footnotes-sep footnote-item footnotes-list footnotes footnote-ref "
    "align-left align-center align-right remote-image"
)
#: Attributes that could load, run or send something, or change how the page looks.
_NOWHERE = re.compile(
    r"on\w*|style|srcdoc|formaction|ping|background|poster|xlink:href|name|target"
)
_NAMED = {"form", "input", "select", "meta"}  # elements of templates that have a `name`
#: The contract's schemes of links.
_SCHEMES = {"http", "https", "mailto", "tel", "ftp", "geo"}
_ADDRESSES = {"href", "src", "action", "cite", "data"}


def escapes_in(file: Path) -> list[str]:
    """The faults in one published file, in words; most kinds of files cannot be checked."""
    check: Callable[[str], Iterator[str]] | None = {
        ".html": escapes_in_page,
        ".xml": _feed_faults,
        ".json": _json_faults,
    }.get(file.suffix)
    return list(check(file.read_text("utf-8"))) if check else []


def escapes_in_page(page: str) -> Iterator[str]:
    """Elements and attributes that no template and no Markdown makes."""
    tree = LexborHTMLParser(page)
    within = {node.mem_id for node in tree.css(".e-content *")}
    head = tree.css("head > *")
    first = [node.attributes for node in head[:2]]
    policy = {"http-equiv": "Content-Security-Policy", "content": POLICY}
    if first != [{"charset": "utf-8"}, policy]:
        yield f"the page does not begin with its policy: {first}"
    for node in tree.css("*"):
        fault = _text_fault(node) if node.mem_id in within else _page_fault(node)
        if fault:
            yield f"{fault}: {(node.html or '')[:200]}"
    yield from _doubled_ids(tree)


def _doubled_ids(tree: LexborHTMLParser) -> Iterator[str]:
    counts = Counter(node.attributes.get("id") for node in tree.css("[id]"))
    for name, count in counts.items():
        if count > 1:
            yield f"the id {name} stands {count} times"


def escapes_in_text(html: str) -> Iterator[str]:
    """The same for the HTML of a text alone."""
    for node in LexborHTMLParser(f"<body>{html}").css("body *"):
        if fault := _text_fault(node):
            yield f"{fault}: {(node.html or '')[:200]}"


def _text_fault(node: LexborNode) -> str:
    attributes = node.attributes
    if node.tag not in _TEXT:
        return f"an element {node.tag} in a text"
    if unknown := attributes.keys() - _TEXT_ATTRIBUTES:
        return f"attributes {unknown} in a text"
    if unknown := set((attributes.get("class") or "").split()) - _TEXT_CLASSES:
        return f"classes {unknown} in a text"
    if (attributes.get("id") or "").lower().startswith("dateline:"):
        return "an id of the page in a text"
    if not _is_safe_link(attributes.get("href")):
        return "a link that may run something"
    is_own = _leads_within(attributes.get("src") or "") and "//" not in (
        attributes.get("srcset") or ""
    )
    return "" if is_own else "an image of another host"


def _page_fault(node: LexborNode) -> str:
    attributes = node.attributes
    if node.tag not in _PAGE:
        return f"an element {node.tag}"
    for name, value in attributes.items():
        if _NOWHERE.fullmatch(name) and not (name == "name" and node.tag in _NAMED):
            return f"an attribute {name}"
        if name in _ADDRESSES and not _is_page_link(node.tag, value or ""):
            return f"an address {value}"
    if node.tag == "script":
        return _script_fault(node)
    if node.tag == "meta" and "http-equiv" in attributes:
        return _equiv_fault(attributes)
    return ""


def _is_page_link(tag: str, url: str) -> bool:
    """Whether a template may write it: only links lead away, to the original."""
    if url.startswith((BASE, SITE)) or (url.startswith("#") and tag == "a"):
        return True
    return tag == "a" and bool(re.match(r"https?://|//", url)) and _is_safe_link(url)


def _script_fault(node: LexborNode) -> str:
    attributes = node.attributes
    if attributes.get("type") == "application/ld+json":
        return "" if isinstance(json.loads(node.text()), dict) else "data that are none"
    is_ours = re.fullmatch(
        rf"{BASE}assets/[a-z/-]+\.[0-9a-f]{{10}}\.js", attributes.get("src") or ""
    )
    return "" if is_ours and not node.text() else "a script"


def _equiv_fault(attributes: dict[str, str | None]) -> str:
    content = attributes.get("content") or ""
    if attributes["http-equiv"] == "Content-Security-Policy":
        return "" if content == POLICY else "another policy"
    is_redirect = attributes["http-equiv"] == "refresh"
    is_within = re.fullmatch(rf"0; url={BASE}[\w/.%~-]*", content)
    return "" if is_redirect and is_within else "a header of its own"


def _is_safe_link(url: str | None) -> bool:
    """Whether it is a path, or has a scheme that a link may have, as browsers read it."""
    read = re.sub("[\t\n\r]", "", (url or "").lstrip("".join(map(chr, range(0x21)))))
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", read, re.IGNORECASE)
    return scheme is None or scheme[1].lower() in _SCHEMES


def _leads_within(url: str) -> bool:
    read = re.sub("[\t\n\r]", "", url.lstrip("".join(map(chr, range(0x21))))).replace("\\", "/")
    return not read.startswith("//") and not re.match(r"[a-z][a-z0-9+.-]*:", read, re.IGNORECASE)


_ATOM = "{http://www.w3.org/2005/Atom}"
_ATOM_ELEMENTS = _words("feed title id link updated author name entry published category summary")
_SITEMAP_ELEMENTS = {"urlset", "url", "loc", "lastmod"}


def _feed_faults(text: str) -> Iterator[str]:
    """Expat accepts only well-formed XML."""
    for element in ElementTree.fromstring(text).iter():  # noqa: S314  # of our own making
        name = element.tag.rpartition("}")[2]
        if name not in (_ATOM_ELEMENTS if element.tag.startswith(_ATOM) else _SITEMAP_ELEMENTS):
            yield f"an element {name} in a feed"
        if name == "link" and urlsplit(element.get("href", "")).scheme not in ("http", "https"):
            yield f"an address {element.get('href')} in a feed"


def _json_faults(text: str) -> Iterator[str]:
    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    json.loads(text, parse_constant=refuse)
    yield from ()

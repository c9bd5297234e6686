"""The publication and the original address of an article, from the value of a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from dateline.content.frontmatter.field_text import plain, prose
from dateline.content.frontmatter.header import Data
from dateline.content.frontmatter.linked_names import without_wikilinks
from dateline.content.invisible_chars import one_line
from dateline.urls import is_web_address

#: An address within other words; brackets or quotes around it end it.
_ADDRESS = re.compile(r"https?://[^\s<>\[\]()\"'|]+", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(
    r"\[([^\[\]]*)\]\(<?(https?://(?:[^\s<>()]|\([^\s<>()]*\))+)>?(?: +\"[^\"]*\")?\)",
    re.IGNORECASE,
)
_HTML_LINK = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?(https?://[^\s\"'<>]+)[^<>]*>", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"www\.[^\s/@]+\.[A-Za-z]{2,}/\S*")
#: Other schemes than those of the web: a file on the writer's computer, a page of a browser.
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/{2,}", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")
#: Web archives append the original address to their own.
_WITHIN_PATH = re.compile(r"/(https?):/+([^/]+)", re.IGNORECASE)
_WITHIN_WAYBACK = re.compile(r"/web/[\w*]+/([^/]+\.[^/]+)")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|<\s*>")
_NAME_KEYS, _ADDRESS_KEYS = ("name", "title", "label"), ("url", "href", "link", "address")


class Origin(NamedTuple):
    """The publication and the address in a value; either may be empty. `others` are further
    names."""

    name: str = ""
    address: str = ""
    others: tuple[str, ...] = ()


def origin_of(data: Data) -> Origin:
    """Reads a name, an address, a link that is both, or a list or table of these."""
    if isinstance(data, str):
        return _of_text(data)
    if isinstance(data, dict):
        return _of_table(data)
    found = [origin_of(item) for item in data or ()]
    names = [each.name for each in found if each.name]
    address = next((each.address for each in found if each.address), "")
    return Origin(names[0] if names else "", address, tuple(names[1:]))


def is_local(name: str) -> bool:
    """Whether a name is an address outside the web, which identifies the writer's computer and not
    the publication."""
    return bool(_OTHER_SCHEME.match(name)) and not is_web_address(name)


def host_of(address: str) -> str:
    """The host of a web address: in lower case and in its own script, without `www.` and port. For
    a copy in a web archive, the host of the original. Empty if there is none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if within := _WITHIN_PATH.search(parts.path):
        return host_of(f"http://{within[2]}")
    if host == "web.archive.org" and (within := _WITHIN_WAYBACK.match(parts.path)):
        return host_of(f"http://{within[1]}")
    return _readable(host.rstrip(".").lower().removeprefix("www."))


def host_of_name(name: str) -> str:
    """The host in a name (`www.bbc.co.uk`, `https://bbc.co.uk/`); empty if the name is not a
    host."""
    name = name.strip().lower().removeprefix("*.")
    if "://" in name:
        return host_of(name) if is_web_address(name) else ""
    host = name.partition("/")[0].partition(":")[0]
    return host_of(f"http://{host}") if _HOST.fullmatch(host) else ""


def name_of_host(host: str, names: Mapping[str, str]) -> str:
    """The name of a host, or of its nearest parent domain: `news.bbc.co.uk` is part of `bbc.co.uk`.
    Empty if there is none."""
    while host:
        if host in names:
            return names[host]
        host = host.partition(".")[2]
    return ""


def _of_text(text: str) -> Origin:
    """`The Guardian`, `[The Guardian](https://…)`, `[[The Guardian]]`, `The Guardian, https://…`"""
    text = text.strip()
    if is_web_address(text) and not re.search(r"\s", text):
        return Origin(address=plain(text))
    if _WITHOUT_SCHEME.fullmatch(text):
        return Origin(address=f"https://{plain(text)}")
    link = _MARKDOWN_LINK.search(text) or _HTML_LINK.search(text)
    if link:
        is_markdown = link.re is _MARKDOWN_LINK
        inner, address = (link[1], link[2]) if is_markdown else ("", link[1])
        return Origin(_beside(f"{text[: link.start()]}{inner}{text[link.end() :]}"), plain(address))
    text = without_wikilinks(plain(text))
    within = _ADDRESS.search(text)
    if not within:
        return Origin(one_line(text))
    address = within[0].rstrip(".,;:")
    return Origin(_beside(text.replace(within[0], " ")), address)


def _beside(text: str) -> str:
    """The name beside a link: without tags, and without punctuation before the link."""
    text = prose(text.replace("</a>", ""))
    return _EMPTY_BRACKETS.sub("", text).strip(" ,;:|–—-")


def _of_table(data: Mapping[str, Data]) -> Origin:
    lowered = {key.lower(): value for key, value in data.items()}
    name = _first_text(lowered, _NAME_KEYS)
    address = _first_text(lowered, _ADDRESS_KEYS)
    found = _of_text(name)
    return Origin(found.name, _of_text(address).address or found.address)


def _first_text(data: Mapping[str, Data], keys: Iterable[str]) -> str:
    return next((value for key in keys if isinstance(value := data.get(key), str)), "")


def _readable(host: str) -> str:
    """A host decoded from its ASCII form: `xn--mnchen-3ya.de`."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host

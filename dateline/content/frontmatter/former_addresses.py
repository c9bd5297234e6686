"""The addresses of an article on another site, from its header."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dateline.model import PartialDate
from dateline.urls import is_web_address, slugify

#: Jekyll's named permalink styles.
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
#: One or more tokens: `:title:output_ext`. A colon after a letter is part of a name.
_TOKENS = re.compile(r"(?:^|(?<=[/_.-]))(?::[a-z_]+)+")
_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{")
#: A path with this end is that of a source file, not of a page.
_NO_PAGE = re.compile(
    r"\.(?:md|markdown|mdx?|txt|rst|adoc|org|docx?|odt|rtf|pdf|tex|ipynb)$|^~|^[A-Za-z]:[\\/]", re.I
)
#: Names of pages: an alias with this end is an address even without a slash.
_PAGE_FILE = re.compile(r"\.(?:html?|shtml|xhtml|php\d?|aspx?|jsp|cfm|cgi)$", re.IGNORECASE)
_DATED_STEM = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}-")
_MONTH_IN_ADDRESS = re.compile(r"(?:^|/)((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|$)")


class Article(NamedTuple):
    """What the address of an article may consist of: its file, date, slug and categories."""

    path: str
    date: PartialDate | None
    slug: str
    categories: tuple[str, ...]


def alias_of(text: str, *, is_address: bool) -> str:
    """An alias in the form that is stored: an address has a slash, another name of a note has none.

    `is_address`: the field has only addresses, like Jekyll's `redirect_from`.
    """
    is_page = bool(_PAGE_FILE.search(text))
    return f"/{text}" if "/" not in text and (is_address or is_page) else text


def former_address(text: str, article: Article) -> str:
    """The address in a field such as `permalink`: with a slash, and its template filled in. Empty
    if it is not that of a page.

    Raises ValueError, with the reason, if a template needs an unknown value.
    """
    text = text.strip()
    if not text or is_web_address(text) or _NO_PAGE.search(text):
        return ""
    if _TEMPLATE.search(text):
        raise ValueError("it is code of a template, which is not run")
    text = _STYLES.get(text, text)
    if ":" in text and not re.match("[a-z]+:", text):
        text = _filled(text, article)
    return text if "/" in text else f"/{text}"


def month_in_address(addresses: Iterable[str]) -> PartialDate | None:
    """The month in an address such as `/2017/10/slug/`."""
    for address in addresses:
        if found := _MONTH_IN_ADDRESS.search(address):
            return PartialDate(int(found[1]), int(found[2]))
    return None


def _filled(template: str, article: Article) -> str:
    known = {"categories": "", **_tokens(article)}

    def values(match: re.Match[str]) -> str:
        names = match[0].split(":")[1:]
        for name in names:
            if name not in known:
                raise ValueError(f"what :{name} stands for is not known")
        return "".join(known[name] for name in names)

    return re.sub(r"/{2,}", "/", _TOKENS.sub(values, template))


def _tokens(article: Article) -> Mapping[str, str]:
    folder, file = posixpath.split(article.path)
    stem = posixpath.splitext(file)[0]
    stem = posixpath.basename(folder) if stem.lower() == "index" else stem
    name = _DATED_STEM.sub("", stem)
    slug = slugify(article.slug or name)
    found = {
        "categories": "/".join(map(slugify, article.categories)),
        "title": slug,
        "slug": slug,
        "slugorfilename": slug,
        "slugorcontentbasename": slug,
        "filename": slugify(stem),
        "contentbasename": slugify(stem),
        "basename": name,
        "name": slugify(name),
        "section": slugify(folder.partition("/")[0]),
        "sections": "/".join(map(slugify, folder.split("/"))),
        "output_ext": ".html",
    }
    date = article.date
    if date and date.day:
        day_of_year = date.day_number - PartialDate(date.year, 1, 1).day_number + 1
        found |= {"day": f"{date.day:02d}", "i_day": str(date.day), "y_day": f"{day_of_year:03d}"}
        found["yearday"] = str(day_of_year)
    if date and date.month:
        found |= {"month": f"{date.month:02d}", "i_month": str(date.month)}
    if date:
        found |= {"year": f"{date.year:04d}", "short_year": f"{date.year % 100:02d}"}
    if date and date.clock:
        clock = zip(("hour", "minute", "second"), date.clock.split(":"), strict=False)
        found |= dict(clock)
    return found

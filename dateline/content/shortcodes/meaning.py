"""Interprets shortcodes: a picture, a quotation, a link, code, words, or nothing.

The names are those of Hugo, Zola, Jekyll, Hexo, Octopress, Eleventy and WordPress. Themes add their
own, so a name is recognised by its parts: `img-right` and `legacy-img` are pictures.
"""

from __future__ import annotations

import re

from dateline.content.shortcodes.arguments import Arguments, is_address, read_arguments
from dateline.content.shortcodes.kinds import (
    Code,
    Figure,
    LeftOut,
    Link,
    Meaning,
    Nothing,
    Quotation,
    Root,
    Words,
)
from dateline.content.shortcodes.syntax import Tag, code_as_shown
from dateline.content.shortcodes.template_targets import (
    expression_target,
    file_target,
    filled,
    is_root,
)
from dateline.urls import is_web_address

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_FIGURES = {"img", "image", "images", "figure", "fig", "picture", "photo", "imgproc", "thumbnail"}
_FIGURES |= {"imgcap", "imagecap", "lightbox", "figcaption", "imgs"}
_QUOTES = {"quote", "blockquote", "pullquote", "quotation", "epigraph", "bquote", "citation"}
_EMBEDS = {"video", "audio", "embed", "iframe", "podcast", "mp3", "mp4", "soundcloud", "music"}
_EMBEDS |= {"x", "oembed", "movie", "spotify", "facebook", "tiktok", "mastodon"}
_LINKS = {"button", "btn", "link", "download", "attachment", "file", "cta"}
_REFS = {"ref", "relref", "post_url", "post-url", "post_link", "post_path", "link", "permalink"}
_REFS |= {"asset_path", "asset_link", "relurl", "absurl", "url", "get_url", "url_for"}
_PROVIDERS = {
    "youtube": "https://www.youtube.com/watch?v={id}",
    "vimeo": "https://vimeo.com/{id}",
    "tweet": "https://twitter.com/{user}/status/{id}",
    "twitter": "https://twitter.com/{user}/status/{id}",
    "instagram": "https://www.instagram.com/p/{id}/",
    "dailymotion": "https://www.dailymotion.com/video/{id}",
    "bilibili": "https://www.bilibili.com/video/{id}",
    "asciinema": "https://asciinema.org/a/{id}",
    "gist": "https://gist.github.com/{user}/{id}",
}
_SOURCES: tuple[str, ...] = (
    "src",
    "image_path",
    "image-path",
    "image",
    "img",
    "path",
    "file",
    "filename",
    "url",
)
_SOURCES += ("source", "href")
_ADDRESSES: tuple[str, ...] = (
    "href",
    "url",
    "link",
    "src",
    "path",
    "file",
    "address",
    "mp4",
    "mp3",
    "webm",
    "m4a",
)
_ADDRESSES += ("ogg", "wav", "source")
_IDS = ("id", "video_id", "videoid", "video", "code", "tweet_id", "key")
_CAPTIONS = ("caption", "cap", "figcaption", "legend", "text", "description")
_CREDITS = ("attr", "credit", "credits", "attribution", "copyright", "photographer", "author")
_CREDIT_LINKS = ("attrlink", "attr_link", "credit_link", "credit_url", "creditlink", "source_url")
_AUTHORS = ("author", "cite", "by", "attribution", "attr", "name", "person", "who", "speaker")
_WORKS = ("source", "title", "work", "publication", "book", "from")
_QUOTE_LINKS = ("link", "url", "href", "attrlink", "src", "cite_url", "source_url", "authorlink")
_TEXTS = ("text", "quote", "content", "body")
_LABELS = ("title", "label", "text", "caption", "alt", "name")
_VARIABLE = re.compile(r"(?:page|site|post|include|config|this|section)\.|\.[A-Z]|\$")
_SIZE = re.compile(r"\d*(?:px|%|x\d*)?|auto|left|right|center|full|--\w+")
_ID = re.compile(r"[\w-]{1,64}")
_WEB = re.compile(r"https?://[^\s,;\"']+")


def holds_text(tag: Tag) -> bool:
    """Whether a shortcode is shown together with the text up to its closing tag."""
    parts = _parts(_own_name(tag))
    return bool(parts & (_QUOTES | _FIGURES | _EMBEDS | _LINKS | {"caption"})) or any(
        provider in tag.name.lower() for provider in _PROVIDERS
    )


def _own_name(tag: Tag) -> str:
    return tag.name.removeprefix("wp_")


def _parts(name: str) -> set[str]:
    return {part.lower() for part in _PARTS.findall(name)}


def meaning_of(tag: Tag, inner: str | None, path: str, values: dict[str, str]) -> Meaning:
    """The meaning of a tag in the file `path`. `inner` is the Markdown up to its closing tag, None
    without one. `values` are the variables that the text defines."""
    if tag.role in ("shown", "nothing"):
        return Words(tag.text) if tag.role == "shown" else Nothing()
    if tag.tool == "value" and tag.role == "alone":
        return _value(tag.name, path, values)
    given = read_arguments(tag.arguments)
    name = tag.name
    if name.lower() in ("include", "include_cached", "render", "partial") and given.values:
        name = given.values[0].rpartition("/")[2].partition(".")[0]
        given = given._replace(values=given.values[1:])
    if tag.role == "code":
        return _code(tag, given)
    given = Arguments(
        tuple(filled(value, path) for value in given.values),
        {key: filled(value, path) for key, value in given.named.items()},
    )
    return _shortcode(tag, name, given, inner)


def _shortcode(tag: Tag, written: str, given: Arguments, inner: str | None) -> Meaning:
    found: Meaning | None = None
    name, parts = written.lower(), _parts(written)
    if is_root(name):
        return Root()
    if name in _REFS:
        found = _reference(given)
    elif parts & _QUOTES:
        found = _quotation(tag, given, inner)
    elif name in ("caption", "wp_caption"):
        found = Figure("", caption=given.first(_CAPTIONS), inner=inner) if inner else None
    elif provider := next((each for each in _PROVIDERS if each in name), ""):
        found = _embed(provider, given, inner)
    elif parts & _FIGURES and not parts & {"captions", "gallery"}:
        found = _figure(given, inner)
    elif parts & _EMBEDS:
        found = _embed(given.first(("provider", "type")).lower(), given, inner)
    elif parts & _LINKS:
        found = _link(given, inner)
    if found is not None:
        return found
    target = given.address((*_ADDRESSES, "slug"))
    return LeftOut("" if _VARIABLE.match(target) else file_target(target))


def _value(expression: str, path: str, values: dict[str, str]) -> Meaning:
    name = expression.partition("|")[0].strip()
    if name in values:
        return Words(values[name])
    target = expression_target(expression, path)
    if target == "" and is_root(name):
        return Root()
    if target is None:
        return LeftOut()
    is_literal = expression[:1] in "\"'`" and target == expression[1:-1]
    return Words(target) if is_literal else LeftOut(target)


def _code(tag: Tag, given: Arguments) -> Code:
    text = code_as_shown(tag.text)
    values = list(given.values)
    language = given.first(("lang", "language", "type"))
    title = given.first(("title", "caption", "filename"))
    if tag.name.lower() == "codeblock":
        title = title or " ".join(values)
    elif values:
        language = language or values[0]
    options = " ".join([*values, *(f"{k}={v}" for k, v in given.named.items())])
    is_inline = "hl_inline=true" in options or (tag.tool == "Hugo" and "inline=true" in options)
    return Code(text, language, title, is_inline)


def _figure(given: Arguments, inner: str | None) -> Figure | None:
    src = given.first(_SOURCES) or given.address(())
    if _VARIABLE.match(src):
        src = ""
    if not src and not (inner and "](" in inner) and not (inner and "<img" in inner):
        return None
    values = given.values[given.values.index(src) + 1 :] if src in given.values else given.values
    words = [value for value in values if not is_address(value) and not _SIZE.fullmatch(value)]
    title, alt = [*words, "", ""][:2]
    return Figure(
        src=file_target(src),
        alt=given.first(("alt", "alt_text", "alttext")) or alt,
        title="" if title == given.first(_CAPTIONS) else given.first(("title",)) or title,
        caption=given.first(_CAPTIONS),
        credit=given.first(_CREDITS),
        credit_link=given.first(_CREDIT_LINKS),
        link=given.first(("link", "href")) if src != given.first(("href",)) else "",
        inner=inner or "",
    )


def _quotation(tag: Tag, given: Arguments, inner: str | None) -> Quotation | None:
    values = [value for value in given.values if value]
    text = inner if inner and inner.strip() else given.first(_TEXTS)
    if not text and values:
        text = values.pop(0)
    if not text:
        return None
    link = given.first(_QUOTE_LINKS)
    author, work = given.first(_AUTHORS), given.first(_WORKS)
    if tag.tool == "Liquid" and not given.named:
        raw = tag.arguments.strip().strip("()\"'")
        link = found[0] if (found := _WEB.search(raw)) else link
        author, _, work = " ".join(_WEB.sub(" ", raw).split()).partition(",")
    elif values and not author:
        link = link or next((v for v in values if is_web_address(v)), "")
        author, work = [*(v for v in values if not is_web_address(v)), "", work][:2]
    if is_web_address(work) and not link:
        work, link = "", work
    return Quotation(text, author.strip(), work.strip(), link)


def _embed(provider: str, given: Arguments, inner: str | None) -> Link | None:
    label = given.first(_LABELS)
    address = given.address(_ADDRESSES) or (inner or "").strip()
    if web := _WEB.search(address):
        return Link(web[0], label or _unnamed_title(given, web[0]))
    names = [value for value in given.values if _ID.fullmatch(value)]
    identity = given.first(_IDS) or (names[-1] if provider == "gist" and names else "")
    identity = identity or next(iter(names), "")
    identity = "" if _VARIABLE.match(identity) else identity
    if provider in _PROVIDERS and (found := _ID.match(identity)):
        user = given.first(("user", "username")) or (names[0] if len(names) > 1 else "i")
        url = _PROVIDERS[provider].format(id=found[0], user=user)
        return Link(url, label or _unnamed_title(given, identity))
    if identity.startswith(("http:", "https:")):
        return Link(identity, label)
    if address and " " not in address and is_address(address) and not _VARIABLE.match(address):
        return Link(file_target(address), label or address.rpartition("/")[2])
    return None


def _unnamed_title(given: Arguments, besides: str) -> str:
    """An unnamed title: words among the values."""
    return next((value for value in given.values if " " in value and value != besides), "")


def _link(given: Arguments, inner: str | None) -> Link | None:
    target = given.address(_ADDRESSES)
    words = [value for value in given.values if value != target]
    label = (
        given.first(("text", "label", "title", "name")) or " ".join(words) or (inner or "").strip()
    )
    if not target or _VARIABLE.match(target):
        return None
    return Link(file_target(target), label, is_bare=not label)


def _reference(given: Arguments) -> Link | None:
    web = next((value for value in given.values if is_web_address(value)), "")
    target = web or given.first(("path", "src", "url", "href", "slug", "name"))
    values = list(given.values)
    if not target and values:
        target = values.pop(0)
    label = " ".join(
        value for value in values if value != target and value not in ("true", "false")
    )
    if not target or _VARIABLE.match(target):
        return None
    return Link(file_target(target), label, is_bare=not label)

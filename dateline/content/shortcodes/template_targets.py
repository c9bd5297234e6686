"""Turns the links of other generators' templates into ordinary targets.

Tools name files of their own folders. A target that begins with `@/` names a file from the content
folder, one that begins with `@./` a file beside the text. Both may be elsewhere, and the archive
searches them by name (`archive.tool_links`). A target that begins with `/` is an address of the
site.
"""

from __future__ import annotations

import re

from dateline.content.shortcodes.arguments import read_arguments

#: Template names of the address of the site, in lower case and without a leading `$` or dot.
_ROOTS = {
    *("site.url", "site.baseurl", "site.base_url", "site.github.url", "site.home", "site.root"),
    *("config.base_url", "config.url", "config.root", "config.site_url", "base_url", "baseurl"),
    *("siteurl", "site_url", "root_url", "blog_url", "blog_path", "pathprefix", "site.siteurl"),
}
_SELVES = {
    "page.url",
    "page.permalink",
    "permalink",
    "relpermalink",
    "page.relpermalink",
    "article.url",
}
#: Filters and functions that make an address from a path relative to the root of the site.
_FROM_ROOT = {"relative_url", "absolute_url", "relurl", "absurl", "rellangurl", "abslangurl"}
#: Functions that find a file of the archive.
_FINDS = {"ref", "relref", "get_url", "url_for", "url", "link", "post_url"}
_LITERAL = re.compile(r"([\"'`])([^\"'`]*)\1")
_CALL = re.compile(r"([\w.$-]+)\s*+\(?\s*+(?:\.\s++)?(?=[\"'`]|path\b)(.*)", re.DOTALL)
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_NESTED = re.compile(r"\{\{[^{}]{0,300}\}\}")


def is_root(name: str) -> bool:
    """Whether a name means the address of the site."""
    return name.lstrip("$.").lower() in _ROOTS


def expression_target(expression: str, path: str) -> str | None:
    """The target of `{{ expression }}` in the file `path`; empty for the site's root; None if it is
    not a target, or if only running the template would give it."""
    if literal := _LITERAL.fullmatch(expression):
        return literal[2]
    head, *filters = (part.strip() for part in expression.split("|"))
    target = _head(head, path)
    for each in filters:
        name, _, argument = each.partition(":")
        literal = _LITERAL.fullmatch(argument.strip())
        if name.strip().lower() in _FROM_ROOT and target is not None:
            target = target if _REMOTE.match(target) else "/" + target.lstrip("/")
        elif name.strip() == "append" and literal and target is not None:
            target += literal[2]
        elif name.strip() == "prepend" and literal and target is not None:
            target = literal[2] + target
        elif name.strip() == "prepend" and is_root(argument.strip()) and target is not None:
            target = target if _REMOTE.match(target) else "/" + target.lstrip("/")
    return target


def _head(head: str, path: str) -> str | None:
    bare = head.lstrip("$.").lower()
    if bare in _ROOTS:
        return ""
    if bare in _SELVES:
        return path.rpartition("/")[2]
    if literal := _LITERAL.fullmatch(head):
        return literal[2]
    if call := _CALL.fullmatch(head):
        given = read_arguments(call[2])
        found = given.first(("path", "filename")) or next(iter(given.values), "")
        if call[1].lower().lstrip("$.") in _FROM_ROOT:
            return "/" + found.lstrip("/")
        if call[1].lower() in _FINDS and found:
            return file_target(found)
    return None


def file_target(name: str) -> str:
    """The target for a file that a tool names: beside the text, unless its name says otherwise."""
    if not name or _REMOTE.match(name) or name.startswith(("@/", "@./")):
        return name
    return f"@{name}" if name.startswith("/") else f"@./{name}"


def filled(text: str, path: str) -> str:
    """An argument with template expressions, such as `{{ site.url }}/a.png`, as a target."""
    if "{{" not in text:
        return text
    inner = _NESTED.sub(lambda found: expression_target(found[0][2:-2].strip(), path) or "", text)
    return joined(["", inner]) if text.lstrip().startswith("{{") else inner


def joined(parts: list[str]) -> str:
    """One target from its parts. An empty part is the root of the site: the part after it is an
    address there, unless it names a file."""
    text = "".join(parts)
    for sign in ("@./", "@/"):
        if (place := text.find(sign)) > 0:
            return text[place:]
    if "" in parts and not text.startswith("@") and not _REMOTE.match(text.lstrip("/") or "/"):
        return "/" + text.lstrip("/")
    return text

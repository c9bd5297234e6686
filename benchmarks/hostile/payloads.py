"""The collected strings, and an archive in which every field and line of text is one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dateline.content.invisible_chars import one_line
from dateline.content.markdown.render import render_markdown
from dateline.problems import errors

#: The smallest possible PNG, one pixel, to put beside the texts.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
#: Where a field of an article shows what a stranger wrote.
FIELDS = (
    *("title", "summary", "source", "author", "tag", "joined", "people", "places", "organisations"),
    *("story", "alt", "caption", "credit", "src", "slug", "alias", "source_url", "extra"),
)
#: A text is put into each of these; `{}` is the string, `{quoted}` the same as an attribute.
BODY_SINKS = {
    "paragraph": "needle {} needle",
    "HTML block": "{}",
    "heading": "## needle {}",
    "link text": "[needle {}](https://host.example/)",
    "link target": "[needle](<{}>)",
    "link title": '[needle](https://host.example/ "{}")',
    "image alt": "![needle {}](picture.png)",
    "image target": "![needle](<{}>)",
    "image elsewhere": "![needle {}](https://host.example/{})",
    "table cell": "| needle | {} |\n| :-- | --: |\n| needle | {} |",
    "list item": "- needle {}",
    "quotation": "> needle {}",
    "code": "`needle {}`",
    "code block": "```{}\nneedle {}\n```",
    "footnote": "needle[^{number}]\n\n[^{number}]: {}",
    "attribute": '<p title="{quoted}" id="{quoted}" class="{quoted}" lang="{quoted}">needle</p>',
    "HTML link": '<a href="{quoted}" title="{quoted}">needle</a>',
    "HTML image": '<img src="{quoted}" alt="{quoted}" srcset="{quoted}" width="{quoted}">',
    "comment": "<!-- {} -->",
}
_MOST_IN_ALIAS = 60  # characters, for file systems have a limit


class Written(NamedTuple):
    """An article as it was written: its file, and the string in each field."""

    path: str
    fields: dict[str, str]


def read_payloads(folder: Path) -> list[str]:
    """Every string of `corpora/hostile`, once, in an order that mixes the collections."""
    naughty = (folder / "blns.txt").read_text("utf-8").split("\n")
    found = [line for line in naughty if line and not line.startswith("#")]
    found += (folder / "xss-payload-list.txt").read_text("utf-8").split("\n")
    found += re.split(r'<div id="\d+">', (folder / "h5sc-vectors.txt").read_text("utf-8"))[1:]
    return [text for text in dict.fromkeys(found) if text.strip()]


def body_of(payload: str, number: int) -> str:
    """A text with one string in every place of it."""
    quoted = payload.replace("&", "&amp;").replace('"', "&quot;")
    return "\n\n".join(
        sink.replace("{number}", str(number)).replace("{quoted}", quoted).replace("{}", payload)
        for sink in BODY_SINKS.values()
    )


def write_archive(root: Path, payloads: Sequence[str], shift: int = 0) -> list[Written]:
    """An archive with every string in a field and in a line of text; with another `shift`, below
    the number of fields, each is in another field."""
    content = root / "content"
    content.mkdir(parents=True)
    (content / "picture.png").write_bytes(PICTURE)
    own = root / "templates"
    own.mkdir()
    (own / "article.html").write_text(
        "{% extends 'default/article.html' %}{% block foot %}{{ super() }}"
        '<p class="shown">{{ article.extra.shown }}</p>{% endblock %}'
    )
    configuration = {key: f"{key} {payloads[shift]}" for key in ("title", "description")}
    lines = [f"{key} = {_quoted(value)}" for key, value in configuration.items()]
    (root / "dateline.toml").write_text(
        "\n".join([*lines, 'base_url = "https://archive.example/archive/"\n']), "utf-8"
    )
    written = []
    joined = ["[tags]"]
    for number, start in enumerate(range(0, len(payloads), len(FIELDS))):
        some = payloads[start : start + len(FIELDS)]
        fields = {field: some[(i + shift) % len(some)] for i, field in enumerate(FIELDS)}
        header = "\n".join(_header(fields, number))
        body = whole(f"needle {text}\n\n{text}" for text in (*some[shift:], *some[:shift]))
        path = f"{number}.md"
        (content / path).write_text(f"---\n{header}\n---\n{body}\n", "utf-8")
        name, spelt = (f"{kind} {number} {fields['joined']}" for kind in ("name", "spelt"))
        joined.append(f"{_quoted(name)} = [{_quoted(spelt)}]")
        written.append(Written(path, fields))
    (content / "names.toml").write_text("\n".join(joined) + "\n", "utf-8")
    _write_texts(content, payloads[shift :: len(FIELDS)])
    return written


def whole(parts: Iterable[str]) -> str:
    """The parts that lose nothing, beside each other either, as one text."""
    kept = [part for part in parts if is_whole(part)]
    body = "\n\n".join(kept)
    if is_whole(body):
        return body
    body = ""
    for part in kept:
        if is_whole(f"{body}\n\n{part}"):
            body = f"{body}\n\n{part}"
    return body


def is_whole(body: str) -> bool:
    """Whether a text loses nothing, at the end or with more below: one that is not closed would
    keep its article back."""
    return not any(
        errors(render_markdown(text, path="a.md", first_line=1, lang="en", title="needle").problems)
        for text in (body, f"{body}\n\nneedle")
    )


def _write_texts(content: Path, payloads: Sequence[str]) -> None:
    (content / "pages").mkdir()
    for name in ("pages/about.md", "_index.md", "timeline/_index.md", "tags/_index.md"):
        header = f"title: {_quoted(f'page {payloads[0]}')}\nsummary: {_quoted(payloads[1])}"
        body = whole(body_of(payload, i) for i, payload in enumerate(payloads[:20]))
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(f"---\n{header}\n---\n{body}\n", "utf-8")


def _header(fields: dict[str, str], number: int) -> Iterator[str]:
    written = {
        **fields,
        "title": f"needle {fields['title']}",
        "joined": f"spelt {number} {fields['joined']}",
        "slug": f"s{number} {fields['slug']}",
        "alias": f"/old/{number}/{fields['alias'][:_MOST_IN_ALIAS]}",
        "source_url": f"https://host.example/{fields['source_url']}",
    }
    quoted = {field: _quoted(text) for field, text in written.items()}
    yield f"date: {2000 + number % 20}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    for field in ("title", "summary", "source", "slug", "source_url"):
        yield f"{field}: {quoted[field]}"
    for field in ("author", "people", "places", "organisations", "story"):
        yield f"{field}: [{quoted[field]}]"
    yield f"tags: [{quoted['tag']}, {quoted['joined']}]"
    yield f"aliases: [{quoted['alias']}]"
    yield f"shown: {quoted['extra']}"
    # Some strings are nothing but white space, and an image must be somewhere.
    is_somewhere = number % 2 and one_line(fields["src"])
    src = quoted["src"] if is_somewhere else "picture.png"
    yield f"image: {{src: {src}, alt: {quoted['alt']}, caption: {quoted['caption']},"
    yield f"  credit: {quoted['credit']}}}"


def _quoted(text: str) -> str:
    """Text in quotation marks for both YAML and TOML, with escapes."""
    return "".join(
        c if c.isprintable() else f"\\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False)
    )

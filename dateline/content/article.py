"""Reads one content file into an article, an undated page or a section's text, or into problems."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dateline.config import ReadingSettings
from dateline.content.bounds import LONGEST_VALUE, header_problems, item_problems
from dateline.content.file_names import date_in_path, title_of_path
from dateline.content.frontmatter.article_fields import ArticleFields
from dateline.content.frontmatter.document import read_front
from dateline.content.frontmatter.field_text import signs_by_reference
from dateline.content.frontmatter.header import Fault, Value
from dateline.content.html_article import body_of_html, with_html_text
from dateline.content.invisible_chars import fields_without_invisible, one_line, without_invisible
from dateline.content.markdown.links import is_inner
from dateline.content.markdown.render import Rendered, render_markdown
from dateline.content.other_texts import is_html
from dateline.content.scan import PAGES_FOLDER, is_article, is_section
from dateline.content.sketches import sketch_of
from dateline.model import Article, PartialDate, Reference, StaticPage
from dateline.problems import Problem, errors, problem
from dateline.urls import article_address


class Reading(NamedTuple):
    """The result of reading one file. `item` is None if an error keeps it from being published;
    `html` is its text."""

    item: Article | StaticPage | None
    html: str
    problems: list[Problem]


def read_article(path: str, raw: bytes, settings: ReadingSettings) -> Reading:
    """Reads a file of the content folder; `path` is relative to it, with forward slashes.

    After an error the rest of the file is read too, so that one run reports all errors.
    """
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return _failed([_not_utf8(path, raw, error)])
    text, invisible = without_invisible(text, path)
    front = read_front(text)
    faults = [_problem_of(path, fault) for fault in front.faults]
    if front.fields is None:
        return _failed(faults)
    digest = hashlib.blake2b(raw, digest_size=16).hexdigest()
    values, escaped = fields_without_invisible(front.fields, text, path)
    escaped += signs_by_reference(values, text, path)
    fields = ArticleFields(path, values, settings.fields)
    lang, title = fields.lang(settings.language), fields.text("title")
    is_held, doubts = fields.is_held_back()
    if is_held and not is_article(path):
        return Reading(None, "", doubts)
    body = body_of_html(front.body) if is_html(path) else front.body
    rendered = render_markdown(body, path=path, first_line=front.body_line, lang=lang, title=title)
    if is_html(path):
        rendered = with_html_text(rendered)
    title = title or rendered.heading or _title_of_name(path)
    if is_article(path):
        item: Article | StaticPage = _article(path, digest, fields, rendered, title, lang, is_held)
    else:
        item = _text(path, digest, fields, rendered, title, lang)
    if is_held:
        return Reading(item, "", doubts)  # the faults of a draft do not matter
    missing = _missing(path, front.fields, item, fields)
    problems = [*faults, *missing, *fields.problems, *doubts, *rendered.problems]
    problems += header_problems(path, front.fields) if len(text) > LONGEST_VALUE else []
    text_place = (front.body_line, 1)
    problems += item_problems(item, len(raw), lambda field: fields.place_of(field) or text_place)
    problems += [*invisible, *escaped]
    return Reading(None if errors(problems) else item, rendered.html, problems)


def _failed(why: list[Problem]) -> Reading:
    return Reading(None, "", why)


def _problem_of(path: str, fault: Fault) -> Problem:
    code, line, column, message, hint = fault
    return problem(code, path, message, line=line, column=column, hint=hint)


#: Byte order marks of other encodings.
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def _not_utf8(path: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    line = raw.count(b"\n", 0, error.start) + 1
    before = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start]
    column = len(before.decode("utf-8-sig" if line == 1 else "utf-8")) + 1
    message = f"byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8"
    encoding = _OTHER_ENCODINGS.get(raw[:2])
    hint = f"the file seems to be {encoding}; " if encoding else ""
    return problem("E001", path, message, line=line, column=column, hint=f"{hint}save it as UTF-8")


_NO_DATE = PartialDate(0)
#: How a field with another name becomes the date.
_MAP = 'write under [fields] in dateline.toml: date = ["date", "published", "{}"]'


def _article(
    path: str,
    digest: str,
    fields: ArticleFields,
    rendered: Rendered,
    title: str,
    lang: str,
    is_held: bool,
) -> Article:
    source, source_url = fields.source()
    fields.check_rights()
    references, remote = rendered.references, rendered.remote_images
    image, line = fields.image() or (None, 0)
    if image:
        reference = Reference(image.src, line, True)
        if is_inner(image.src):
            references = (*references, reference)
        else:
            remote = (reference, *remote)
    date, captured = _date(path, fields, lang), fields.date("captured", lang)
    return Article(
        path=path,
        address=article_address(path, fields.slug()),
        digest=digest,
        title=title,
        date=date or captured or _NO_DATE,
        lang=lang,
        tags=fields.names("tags"),
        source=source,
        source_url=source_url,
        authors=fields.names("author"),
        captured=captured,
        is_dated_by_capture=not date and captured is not None,
        updated=fields.date("updated", lang),
        summary=fields.text("summary") or rendered.summary,
        aliases=fields.names("aliases"),
        permalinks=fields.permalinks(date),
        draft=is_held,
        image=image,
        people=fields.names("people"),
        places=fields.names("places"),
        organisations=fields.names("organisations"),
        story=fields.names("story"),
        references=references,
        remote_images=remote,
        ids=rendered.ids,
        extra=fields.extra(),
        sketch=sketch_of(title, rendered.text),
    )


def _date(path: str, fields: ArticleFields, lang: str) -> PartialDate | None:
    """The date of publication: from the fields, the path, or a former address."""
    date = fields.date("date", lang) or _date_of_path(path, fields)
    has_bad_date = any(each.code == "E012" for each in fields.problems)
    return date if date or has_bad_date else fields.date_of_address()


def _text(
    path: str, digest: str, fields: ArticleFields, rendered: Rendered, title: str, lang: str
) -> StaticPage:
    folder = posixpath.dirname(path)
    if path.startswith(PAGES_FOLDER):
        address = article_address(path.removeprefix(PAGES_FOLDER), fields.slug())
    else:
        address = article_address(f"{folder}/index.md" if folder else "index.md")
    return StaticPage(
        path=path,
        address=address,
        digest=digest,
        title=title,
        lang=lang,
        html=rendered.html,
        summary=fields.text("summary") or rendered.summary,
        aliases=fields.names("aliases"),
        permalinks=fields.permalinks(None),
        references=rendered.references,
        remote_images=rendered.remote_images,
        ids=rendered.ids,
    )


def _title_of_name(path: str) -> str:
    """The default title of a text: the name of its file. A section needs none."""
    return "" if is_section(path) else one_line(title_of_path(path))


def _date_of_path(path: str, fields: ArticleFields) -> PartialDate | None:
    if any(each.code == "E012" for each in fields.problems):
        return None
    try:
        return date_in_path(path)
    except ValueError as error:
        message, hint = f"the path: {error}", "rename the file, or write `date:` in it"
        fields.problems.append(problem("E012", path, message, hint=hint))
        return None


def _missing(
    path: str, values: Mapping[str, Value], item: Article | StaticPage, fields: ArticleFields
) -> list[Problem]:
    """The required values that are missing, unless the field has a fault of its own."""
    found = []
    has_bad_date = any(each.code == "E012" for each in fields.problems)
    line = next(iter(values.values())).line if values else 1
    if not item.title and not is_section(path) and not fields.has_problem("title"):
        hint = "write `title: A headline` between two lines ---, or a word in the file's name"
        found.append(problem("E010", path, "the title is missing", line=line, column=1, hint=hint))
    if isinstance(item, Article) and (values or item.title) and not has_bad_date:
        found += _missing_date(path, line, item, fields)
    return found


def _missing_date(
    path: str, line: int, article: Article, fields: ArticleFields
) -> Iterator[Problem]:
    """The problem of a missing date. If another field has a date, the hint is the setting that
    would use it."""
    if article.is_dated_by_capture:
        name, place = fields.place("captured")
        message = f"only {name} has a date, and the article is listed under it: the day of saving"
        hint = f"write `date:`; or, if {name} is the date of publication, {_MAP.format(name)}"
        yield problem("W028", path, message, line=place.line, column=place.column, hint=hint)
    elif article.date == _NO_DATE:
        hint = "write `date: 2017-10-08`, or name the file 2017-10-08-slug.md"
        if other := fields.other_date(article.extra):
            hint = f"if {other} is the date of publication, {_MAP.format(other)}"
        yield problem("E011", path, "the date is missing", line=line, column=1, hint=hint)

"""docs/templates.md lists exactly what templates get, and its examples work as printed."""

from __future__ import annotations

import re
import types
import typing
from pathlib import Path
from typing import Any, Literal

import jinja2
import jinja2.meta
import pytest
from jinja2 import nodes

from dateline.archive.arrange import arrange, complete
from dateline.build.fingerprint import template_digests
from dateline.config import Config
from dateline.pages import views
from dateline.pages.plan import plan_pages, plan_site
from dateline.pages.templates import template_environment
from tests.conftest import REPOSITORY, SmallArchive

GUIDE = (REPOSITORY / "docs" / "templates.md").read_text("utf-8")
TEMPLATES = REPOSITORY / "templates"
_WORDS = {
    str: "text",
    int: "number",
    float: "number",
    bytes: "bytes",
    bool: "true or false",
    Any: "anything",
}


def in_words(kind: Any) -> str:
    """A type as the guide calls it."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return " or ".join("none" if each is type(None) else in_words(each) for each in arguments)
    if origin is tuple and arguments[-1] is Ellipsis:
        return f"list of {in_words(arguments[0])}"
    if origin is tuple:
        return f"({', '.join(map(in_words, arguments))})"
    if origin is Literal:
        return in_words(type(arguments[0]))
    if origin is dict:
        return f"{in_words(arguments[1])} by {in_words(arguments[0])}"
    return _WORDS.get(kind) or f"`{kind.__name__}`"


def members(kind: type) -> dict[str, Any]:
    """What a value has that a template can read without calling it, and the type of each."""
    found = dict(typing.get_type_hints(kind))
    for name, value in vars(kind).items():
        if isinstance(value, property):
            found[name] = typing.get_type_hints(value.fget)["return"]
    return {name: hint for name, hint in found.items() if not name.startswith("_")}


def reach(kind: Any, found: dict[str, type]) -> None:
    """Collects the types of ours that a template can come to from one that it is given."""
    for inner in typing.get_args(kind):
        reach(inner, found)
    is_ours = isinstance(kind, type) and kind.__module__.startswith("dateline.")
    if is_ours and kind.__name__ not in found:
        found[kind.__name__] = kind
        for inner in members(kind).values():
            reach(inner, found)


@pytest.fixture(scope="module")
def environment() -> jinja2.Environment:
    archive, _ = arrange([], [])
    site = plan_site(archive, Config(), has_search=True)
    return template_environment(Path("none"), site, {})


def sections() -> dict[str, str]:
    """The guide by its headings."""
    _, *parts = re.split(r"^#{2,3} (.+)\n", GUIDE, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without their heads."""
    lines = re.findall(r"^\| (.*) ?\|$", text, re.MULTILINE)
    cells = [re.split(r" ?(?<!\\)\| ?", line.rstrip()) for line in lines]
    return [row for row in cells if row[0].startswith("`")]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_guide_lists_every_template_with_its_view_and_blocks(
    environment: jinja2.Environment,
) -> None:
    listed = {code(row[0])[0]: row for row in rows(sections()["Templates and their blocks"])}
    there = {file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.html")}
    assert set(listed) == there
    archive, _ = arrange([], [])
    frame = set(environment.get_template("base.html").blocks)
    for name, row in listed.items():
        own = set(environment.get_template(name).blocks)
        assert set(code(row[3])) == (own if name == "base.html" else own - frame), name
    for page in plan_pages(complete(archive), plan_site(archive, Config(), has_search=True)):
        if page.template in listed:
            assert code(listed[page.template][2]) == [type(page.view).__name__]


def test_the_guide_lists_what_every_type_holds() -> None:
    types_given: dict[str, type] = {}
    reach(views.Site, types_given)
    for name in code("".join(row[2] for row in rows(sections()["Templates and their blocks"]))):
        if hasattr(views, name):
            reach(getattr(views, name), types_given)
    documented = {
        heading.strip("`"): {code(row[0])[0]: row[1] for row in rows(text)}
        for heading, text in sections().items()
        if heading.startswith("`")
    }
    assert documented == {
        name: {field: in_words(hint) for field, hint in members(kind).items()}
        for name, kind in types_given.items()
    }


def names(table: int) -> set[str]:
    """The names that templates have: everywhere (0), on every page (1), on an article's (2)."""
    _, *tables = sections()["Names"].split("| name | is |")
    return {code(row[0])[0].partition("(")[0] for row in rows(tables[table])}


def test_the_guide_lists_every_name_and_filter(environment: jinja2.Environment) -> None:
    plain = jinja2.Environment(autoescape=True)
    assert names(0) == environment.globals.keys() - plain.globals.keys()
    filters = [code(row[0])[0] for row in rows(sections()["Filters"])]
    described = {re.split(r"[|(]", text)[1] for text in filters}
    assert described == environment.filters.keys() - plain.filters.keys()


def own_names(tree: nodes.Template) -> set[str]:
    """What a template imports or sets for its blocks, which Jinja counts as given."""
    imported = {str(name) for each in tree.find_all(nodes.FromImport) for name in each.names}
    targets = [each.target for each in tree.find_all(nodes.Assign)]
    targets += [each.target for each in tree.find_all(nodes.AssignBlock)]
    return imported | {target.name for target in targets if isinstance(target, nodes.Name)}


def test_templates_use_no_name_that_the_guide_does_not_list(
    environment: jinja2.Environment,
) -> None:
    given = {code(row[0])[0]: row[2] for row in rows(sections()["Templates and their blocks"])}
    for file in TEMPLATES.rglob("*.html"):
        name = file.relative_to(TEMPLATES).as_posix()
        tree = environment.parse(file.read_text("utf-8"))
        used = jinja2.meta.find_undeclared_variables(tree) - own_names(tree)
        if name.startswith("partials/"):
            assert used <= names(0) | set(code(given[name])), name
        else:
            more = names(2) if name == "article.html" else set()
            assert used <= names(0) | names(1) | more, name


def test_every_name_that_the_guide_lists_is_there(archive: SmallArchive) -> None:
    def asking(asked: set[str]) -> str:
        return "".join(f"{{{{ {name} is defined or '{name}' }}}}" for name in sorted(asked))

    archive.article("a.md", "A", "date: 2017")
    everywhere = names(0) | names(1) - {"lang"}
    archive.write("templates/home.html", asking(everywhere))
    archive.write("templates/article.html", asking(everywhere | names(2)))
    assert archive.build().code == 0
    assert archive.page("") == "True" * len(everywhere)
    assert archive.page("a/") == "True" * len(everywhere | names(2))


def recipes() -> dict[str, str]:
    """The files of the walk-through, as printed."""
    walk = sections()["A theme in an hour"]
    blocks = re.findall(
        r"^`(templates/[^`]+)`:\n\n```\w+\n(.*?)^```", walk, re.MULTILINE | re.DOTALL
    )
    return dict(blocks)


@pytest.fixture
def themed(archive: SmallArchive) -> SmallArchive:
    """An archive in two languages, built as it is."""
    archive.article("a.md", "First", "date: 2017-10-08", "source: Post")
    archive.article("b.md", "خبر", "date: 2017-10-09", "lang: ar")
    archive.write("pages/about.md", "# About\n\nUs.")
    assert archive.build().code == 0
    return archive


def apply(archive: SmallArchive, name: str) -> dict[str, bytes]:
    """Builds with one file of the walk-through; then undoes it, which leaves no trace."""
    before = archive.files()
    file = archive.write(name, recipes()[name])
    assert archive.build().code == 0
    after = archive.files()
    file.unlink()
    assert archive.build().code == 0
    assert archive.files() == before
    return after


def pages_of(files: dict[str, bytes]) -> list[str]:
    """The pages that have a frame: all but aliases."""
    found = (data.decode() for path, data in files.items() if path.endswith(".html"))
    return [page for page in found if "<main" in page]


def test_the_walk_through_has_three_files() -> None:
    assert set(recipes()) == {
        "templates/assets/theme.css",
        "templates/article.html",
        "templates/partials/colophon.html",
    }


def test_the_colours_of_the_walk_through_come_after_the_stylesheet(themed: SmallArchive) -> None:
    files = apply(themed, "templates/assets/theme.css")
    (theme,) = (path for path in files if re.match(r"assets/theme\.\w+\.css", path))
    assert files[theme].decode() == recipes()["templates/assets/theme.css"]
    for page in pages_of(files):
        sheets = re.findall(r'<link rel="stylesheet" href="/archive/([^"]+)">', page)
        assert sheets[0].startswith("assets/style.")
        assert sheets[1:] == [theme]
    style = (TEMPLATES / "assets" / "style.css").read_text("utf-8")
    tokens = set(re.findall(r"(--[\w-]+):", recipes()["templates/assets/theme.css"]))
    assert tokens <= set(re.findall(r"^  (--[\w-]+):", style, re.MULTILINE))


def test_the_foot_of_the_walk_through_stands_below_articles(themed: SmallArchive) -> None:
    files = apply(themed, "templates/article.html")
    page = files["a/index.html"].decode()
    foot = page.partition('<footer class="article-foot ')[2].partition("</footer>")[0]
    assert "First published by" in foot
    assert "<p>Cite as: First, 2017-10-08. https://example.org/archive/a/</p>" in foot
    assert '<html lang="ar" dir="rtl">' in files["b/index.html"].decode()


def test_the_line_of_the_walk_through_is_on_every_page(themed: SmallArchive) -> None:
    files = apply(themed, "templates/partials/colophon.html")
    line = '<p>Kept by volunteers. <a href="/archive/about/">Who we are</a></p>'
    for page in pages_of(files):
        foot = page.partition('<footer class="colophon ')[2].partition("</footer>")[0]
        assert line in foot
        assert "feed.xml" in foot
    assert '<html lang="ar" dir="rtl">' in files["b/index.html"].decode()


def test_a_template_of_ones_own_counts_for_those_that_use_it(themed: SmallArchive) -> None:
    themed.write("templates/line.html", "<p>One line</p>")
    themed.write("templates/article.html", recipes()["templates/article.html"])
    themed.write(
        "templates/names.html",
        "{% extends 'default/names.html' %}{% block colophon %}{% include 'line.html' %}"
        "{% endblock %}",
    )
    themed.build()
    assert "One line" in themed.page("tags/")
    themed.write("templates/line.html", "<p>Another line</p>")
    themed.build()
    assert "Another line" in themed.page("tags/")


def test_a_default_counts_for_what_extends_it(tmp_path: Path) -> None:
    own, defaults = tmp_path / "own", tmp_path / "defaults"
    for folder in (own, defaults):
        folder.mkdir()
    for name in ("article.html", "names.html", "home.html"):
        (defaults / name).write_text("default")
    (own / "article.html").write_text("{% extends 'default/article.html' %}")
    (own / "home.html").write_text("{% extends 'names.html' %}")
    before = template_digests([own, defaults])
    (defaults / "article.html").write_text("changed")
    between = template_digests([own, defaults])
    assert between["article.html"] != before["article.html"]
    (defaults / "names.html").write_text("changed")
    assert template_digests([own, defaults])["home.html"] != between["home.html"]


def test_assets_in_folders_are_published_and_found(themed: SmallArchive) -> None:
    themed.write("templates/assets/fonts/x.woff2", b"font")
    themed.write("templates/assets/fonts/.hidden", b"no")
    themed.write("templates/assets/pictures/p.svg", "<svg/>")
    themed.write("templates/assets/fonts/own.css", "@font-face { src: url('../pictures/p.svg') }")
    themed.write(
        "templates/assets/theme.css",
        "@import './fonts/own.css';\n@font-face { src: url(./fonts/x.woff2), url(fonts/x.woff2),\n"
        'url( "fonts/x.woff2?#iefix" ), url(data:font/woff2;base64,AA), url(fonts/none.woff2) }',
    )
    assert themed.build().code == 0
    files = themed.files()
    by_name = {re.sub(r"\.[0-9a-f]{10}\.", ".", path): path for path in files}
    font = by_name["assets/fonts/x.woff2"].removeprefix("assets/")
    assert files[f"assets/{font}"] == b"font"
    assert not [path for path in files if "hidden" in path]
    theme = files[by_name["assets/theme.css"]].decode()
    assert theme.count(f"./{font}") == 3
    assert f"@import './{by_name['assets/fonts/own.css'].removeprefix('assets/')}'" in theme
    assert "url(data:font/woff2;base64,AA), url(fonts/none.woff2)" in theme
    picture = by_name["assets/pictures/p.svg"].removeprefix("assets/")
    assert f"url('../{picture}')" in files[by_name["assets/fonts/own.css"]].decode()
    themed.write("templates/assets/fonts/x.woff2", b"another")
    assert themed.build().report["rendered"] > 0
    assert not [path for path in themed.files() if path == f"assets/{font}"]

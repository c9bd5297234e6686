"""A page → the bytes of its file."""

from __future__ import annotations

from pathlib import Path

import jinja2
from markupsafe import Markup

from dateline.pages import feeds
from dateline.pages.metadata import news_article
from dateline.pages.templates import template_environment
from dateline.pages.views import ArticleView, FeedView, Page, Site, SitemapView
from dateline.problems import Problem, problem
from dateline.reading.cleaner import published
from dateline.reading.links import resolve_links


class Renderer:
    """Writes pages with the archive's templates. Made once a process; holds no page."""

    def __init__(self, templates: Path, site: Site, assets: dict[str, str]):
        self._site = site
        self._environment = template_environment(templates, site, assets)

    def render(self, page: Page, body: str = "") -> bytes | Problem:
        """The file of a page; `body` is the HTML of an article. A template's error is a problem."""
        view, site = page.view, self._site
        if isinstance(view, FeedView):
            is_json = page.template == "feed.json"
            return feeds.json_feed(view, site) if is_json else feeds.atom_feed(view, site)
        if isinstance(view, SitemapView):
            is_index = page.template == "sitemapindex.xml"
            return feeds.sitemap_index(view, site) if is_index else feeds.sitemap(view, site)
        if page.template == "robots.txt":
            return feeds.robots(site)
        return self._render_template(page, body)

    def _render_template(self, page: Page, body: str) -> bytes | Problem:
        view = page.view
        context: dict[str, object] = {"view": view, "address": page.address, "body": ""}
        if isinstance(view, ArticleView):
            context["article"] = view.article
            body = resolve_links(body, view.links, view.pictures, self._site.base_url.href)
            context["body"] = _published(body)
            context["metadata"] = news_article(view, self._site)
        elif text := getattr(view, "text", None) or getattr(view, "intro", None):
            context["body"] = _published(text.html)
        try:
            return self._environment.get_template(page.template).render(context).encode()
        except jinja2.TemplateSyntaxError as error:
            return _template_problem(page, error, error.filename or page.template, error.lineno)
        except Exception as error:  # a template can raise anything; all of it is told
            return _template_problem(page, error, *_place_in_template(error, page.template))


def _published(body: str) -> Markup:
    """A text as templates may put it into a page, cleaned after everything that changed it."""
    return Markup(published(body))  # noqa: S704  # the cleaner has seen it last


def _template_problem(page: Page, error: Exception, file: str, line: int | None) -> Problem:
    message = f"{type(error).__name__}: {error} (page /{page.address})"
    hint = "mend the template, or delete your copy of it to use the default"
    return problem("E040", file, message, line=line, hint=hint)


def _place_in_template(error: Exception, template: str) -> tuple[str, int | None]:
    """The innermost line of a template in the traceback; Jinja maps its frames to the source."""
    place: tuple[str, int | None] = (template, None)
    traceback = error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if "templates" in Path(file).parts and not file.endswith(".py"):
            place = (file, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place

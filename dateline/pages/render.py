"""A page → the bytes of its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from dateline.content.markdown.cleaner import published
from dateline.content.markdown.links import resolve_links
from dateline.pages.assets import template_folders
from dateline.pages.templates import template_environment
from dateline.pages.views import ArticleView, Page, Site
from dateline.problems import ArticleError, Problem, made_or_problem, problem

#: Characters that links and images may add to any text when the address of each is written out.
_LONGEST_LINKS = 300_000


class Renderer:
    """Writes pages with the archive's templates. Made once a process; holds no page. `describe`
    gives what an article's page holds for programs, by name."""

    def __init__(
        self,
        templates: Path,
        site: Site,
        assets: dict[str, str],
        describe: Callable[[ArticleView, Site], dict[str, Any]],
    ):
        self._site, self._describe = site, describe
        self._defaults = template_folders(templates)[-1]
        self._environment = template_environment(templates, site, assets)

    def render(self, page: Page, body: str = "") -> bytes | Problem:
        """The file of a page; `body` is the HTML of an article. What fails is a problem: of the
        article that the page shows, or that failed within a list; else of a template."""
        return made_or_problem(page.address, lambda: self._render(page, body))

    def _render(self, page: Page, body: str) -> bytes | Problem:
        view = page.view
        context: dict[str, object] = {"view": view, "address": page.address, "body": ""}
        if isinstance(view, ArticleView):
            context |= self._of_article(view, body)
        elif text := getattr(view, "text", None) or getattr(view, "intro", None):
            context["body"] = _published(text.html)
        return self._render_template(page, context)

    def _of_article(self, view: ArticleView, body: str) -> dict[str, object]:
        """What the template of an article is given beside its view. Raises ArticleError."""
        try:
            resolved = resolve_links(body, view.links, view.pictures, self._site.base_url.href)
            if len(resolved) > len(body) + max(_LONGEST_LINKS, len(body)):
                raise ValueError("its links and images, written out, are longer than its text")
            return {
                "article": view.article,
                "body": _published(resolved),
                "metadata": self._describe(view, self._site)["json_ld"],
            }
        except Exception as error:
            raise ArticleError(view.article.path, error) from error

    def _render_template(self, page: Page, context: dict[str, object]) -> bytes | Problem:
        try:
            return self._environment.get_template(page.template).render(context).encode()
        except jinja2.TemplateSyntaxError as error:
            return _template_problem(page, error, error.filename or page.template, error.lineno)
        except Exception as error:  # a template can raise anything; all of it is told
            file, line = _place_in_template(error, page.template)
            if isinstance(page.view, ArticleView) and Path(file).is_relative_to(self._defaults):
                raise ArticleError(page.view.article.path, error) from error
            return _template_problem(page, error, file, line)


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

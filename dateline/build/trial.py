"""What `check` renders to find faults in the archive's own templates."""

from __future__ import annotations

from dateline.archive.arrange import complete
from dateline.build.stages import BuildContext, site_catalogue
from dateline.content.scan import list_files
from dateline.model import Arranged
from dateline.pages.assets import load_assets, template_folders
from dateline.pages.plan import plan_pages, plan_site
from dateline.problems import Problem
from dateline.records.exports import embedded


def template_errors(run: BuildContext, arranged: Arranged) -> list[Problem]:
    """What fails when one page of each kind is rendered with the archive's own templates. What
    fails on other pages alone is left to a build."""
    words = site_catalogue(run)
    own = template_folders(run.paths.templates)[:-1]
    if not any(path.endswith(".html") for folder in own for path in list_files(folder)):
        return []
    from dateline.pages.render import Renderer

    archive = complete(arranged)
    site = plan_site(archive, run.config, has_search=True)
    assets, _ = load_assets(run.paths.templates, words.script)
    renderer = Renderer(run.paths.templates, site, assets, embedded)
    seen: dict[str, bytes | Problem] = {}
    for page in plan_pages(archive, site):
        if page.template.endswith(".html") and page.template not in seen:
            seen[page.template] = renderer.render(page)
    return [made for made in seen.values() if isinstance(made, Problem)]

"""What is wrong with a site as a whole: warnings that no file of the archive is at fault for."""

from __future__ import annotations

from dateline.config import Config, Limits
from dateline.problems import Problem, problem
from dateline.reading.files import megabytes


def without_host(config: Config) -> list[Problem]:
    """That feeds and sitemap are left out, where the site's host is not known."""
    if config.base_url.origin:
        return []
    message = "feeds and the sitemap are left out, for they need the site's full address"
    hint = 'write `base_url = "https://name.github.io/repo/"`, or give --base-url'
    return [problem("W006", "dateline.toml", message, hint=hint)]


def too_large(size: int, limits: Limits) -> list[Problem]:
    """That the site has more bytes than its host may take."""
    if size <= limits.site:
        return []
    message = f"the site has {megabytes(size)}, more than {megabytes(limits.site)}"
    hint = "GitHub Pages serves no more than 1 GB; set `site` under [limits] for another host"
    return [problem("W017", "dateline.toml", message, hint=hint)]

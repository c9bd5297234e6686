"""The names of fields, ours and those of the tools that archives come from."""

from __future__ import annotations

import re

#: What a language tag looks like (BCP 47, without its rarer parts).
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

#: Our field → the names it goes by in Hugo, Jekyll, Pelican, Zola, Obsidian Web Clipper and
#: MarkDownload. `[fields]` of the configuration replaces an entry.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "date": ("date", "published"),
    "tags": ("tags", "categories", "category"),
    "source": ("source",),
    "source_url": ("source_url",),
    "author": ("author", "authors"),
    "captured": ("captured", "created"),
    "updated": ("updated", "lastmod", "last_modified_at", "modified"),
    "summary": ("summary", "description", "excerpt"),
    "lang": ("lang", "language"),
    "slug": ("slug",),
    "aliases": ("aliases", "redirect_from"),
    "draft": ("draft",),
    "image": ("image",),
    "people": ("people",),
    "places": ("places",),
    "organisations": ("organisations",),
    "story": ("story",),
    "rights": ("rights",),
}

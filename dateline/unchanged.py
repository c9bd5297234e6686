"""Whether a build has anything to do: what it depends on, and the report of the last one."""

from __future__ import annotations

import msgspec

from dateline.fingerprint import digest, template_digests
from dateline.known import is_settled
from dateline.pages.assets import read_assets, template_folders
from dateline.problems import Problem
from dateline.publishing.commit import Publication
from dateline.reading.files import Files
from dateline.report import Options, Report
from dateline.stages import Run


def last_report(run: Run, key: bytes, options: Options, publication: Publication) -> Report | None:
    """The report of a build that has nothing to do: the last one was of the very same files,
    templates and options, and all that it made stands."""
    if options.why:
        return None
    encoded = run.cache.last_build(run.output, digest(key, publication.identity()))
    if encoded is None or not publication.is_whole():
        return None
    run.progress.lap("check")
    report = msgspec.msgpack.decode(encoded, type=Report)
    return msgspec.structs.replace(report, seconds=run.progress.seconds)


def keep_report(run: Run, files: Files, report: Report, key: bytes) -> None:
    """Keeps the report for a build of the very same, unless a file is too new to be known by its
    time, or could not be read. The key is of what stood at the beginning:
    what changed since is another build's."""
    if any(each.code == "E009" for each in report.problems):
        return
    if all(is_settled(file) for file in (*files.texts, *files.assets, *files.names)):
        idle = msgspec.structs.replace(report, read=0, images=0, rendered=0)
        idle = msgspec.structs.replace(idle, shards=0, written=0, removed=0)
        run.cache.put_build(run.output, key, msgspec.msgpack.encode(idle))


def build_key(run: Run, files: Files, odd: list[Problem], options: Options) -> bytes:
    """The digest of all that a build depends on; code and configuration have their own."""
    folders = template_folders(run.paths.templates)
    templates = template_digests(folders)
    assets = read_assets(folders)
    wanted = (options.search, options.strict, options.keep_going, str(run.paths.content))
    listed = (*(list(found) for found in files), sorted(templates.items()), odd, wanted)
    return digest(msgspec.msgpack.encode((listed, sorted(assets.items()))))

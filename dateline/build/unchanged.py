"""A build of the very same as the last one has nothing to do: its report is kept for that."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec

from dateline.build.findings import FutureDate, future_problems
from dateline.build.fingerprint import template_digests
from dateline.build.known import is_settled
from dateline.build.report import Options, Report, judged
from dateline.build.stage_keys import digest
from dateline.build.stages import BuildContext
from dateline.content.scan import Files
from dateline.output.transaction import OutputTransaction
from dateline.pages.assets import read_assets, template_folders
from dateline.problems import CODES, Problem


class _Kept(msgspec.Struct, frozen=True):
    """The report of a build, without the dates that were in the future on its day."""

    report: Report
    future: list[FutureDate]
    day: datetime.date | None


def last_report(
    run: BuildContext, key: bytes, options: Options, transaction: OutputTransaction
) -> Report | None:
    """The report of a build that has nothing to do: the last one was of the very same files,
    templates and options, and all that it made stands. What is in the future depends on the day."""
    if options.why:
        return None
    encoded = run.cache.last_build(run.output, digest(key, transaction.identity()))
    if encoded is None or not transaction.is_whole():
        return None
    run.progress.lap("check")
    kept = msgspec.msgpack.decode(encoded, type=_Kept)
    problems, today = kept.report.problems, options.day
    if today:
        if kept.day is None or today < kept.day:
            return None  # the clock was set back: what was in the past may not be any more
        problems = problems + future_problems(kept.future, today, run.paths.content)
    problems = judged(problems, options)
    return msgspec.structs.replace(kept.report, seconds=run.progress.seconds, problems=problems)


def keep_report(
    run: BuildContext,
    files: Files,
    report: Report,
    future: list[FutureDate],
    options: Options,
    key: bytes,
) -> None:
    """Keeps the report for a build of the very same, unless a file is too new to be known by its
    time, or could not be read. The key is of what stood at the beginning:
    what changed since is another build's."""
    if any(CODES[each.code].is_tried_again for each in report.problems):
        return
    if all(is_settled(file) for file in (*files.texts, *files.assets, *files.names)):
        lasting = [each for each in report.problems if each.code != "W030"]
        idle = msgspec.structs.replace(report, read=0, images=0, rendered=0, problems=lasting)
        idle = msgspec.structs.replace(idle, shards=0, written=0, removed=0)
        kept = _Kept(idle, future, options.day)
        run.cache.put_build(run.output, key, msgspec.msgpack.encode(kept))


def build_key(run: BuildContext, files: Files, odd: list[Problem], options: Options) -> bytes:
    """The digest of all that a build depends on."""
    folders = template_folders(run.paths.templates)
    templates = template_digests(folders)
    assets = read_assets(folders)
    lasting = options._replace(jobs=0, clean=False, why="", day=None)
    wanted = lasting, str(run.paths.content), str(Path.cwd())
    listed = (*(list(found) for found in files), sorted(templates.items()), odd, wanted)
    return digest(run.keys.everything, msgspec.msgpack.encode((listed, sorted(assets.items()))))

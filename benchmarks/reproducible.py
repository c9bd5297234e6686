"""Checks that the same archive gives the same bytes: `python -m benchmarks.reproducible --work
DIR`.

Builds one archive with other locales, time zones, orders of files, processes, caches and so on,
each in its own process. Prints for each the digest of all files of the site and of their modes.
Exits with 0 if all are equal. `--python` adds other interpreters, which must have the same
libraries. If `localedef` exists, locales are generated for the run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import stat
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from benchmarks.corpus import write_corpus
from benchmarks.environment import REPOSITORY

_LOCALES = {"tr_TR.UTF-8": "UTF-8", "ar_EG.UTF-8": "UTF-8", "de_DE": "ISO-8859-1"}
#: Loaded by every Python process before all else: folders are listed in another order.
_SHUFFLED = """
import os, random
listed, order = os.scandir, random.Random(int(os.environ["ORDER"]))
class Shuffled:
    def __init__(self, *path):
        with listed(*path) as entries:
            self.entries = sorted(entries, key=lambda entry: entry.name)
        order.shuffle(self.entries)
        self.each = iter(self.entries)
    def __iter__(self): return self.each
    def __next__(self): return next(self.each)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
os.scandir = Shuffled
"""
#: Likewise: the clock of the machine is wrong by thirty years.
_LATER = """
import time
now, now_ns, years = time.time, time.time_ns, 30 * 365 * 86400
time.time, time.time_ns = lambda: now() + years, lambda: now_ns() + years * 10**9
"""


class Variation(NamedTuple):
    """One way of building the archive. `prepare` makes a copy of it, in a new folder, another."""

    name: str
    environment: Mapping[str, str] = MappingProxyType({})
    options: tuple[str, ...] = ()
    python: tuple[str, ...] = (sys.executable,)
    folder: str = "archive"
    prepare: Callable[[Path], None] = lambda archive: None
    umask: int = 0o022
    where: str = "."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--python", type=Path, action="append", default=[])
    parser.add_argument("--only", default="", help="variations whose name holds this text")
    options = parser.parse_args()
    original = options.work / "original"
    shutil.rmtree(options.work, ignore_errors=True)
    write_archive(original, options.articles)
    digests = Counter[str]()
    for variation in matrix(options.work, options.python):
        if options.only not in variation.name and variation.name != "plain":
            continue
        begun = time.perf_counter()
        found = build(variation, original, options.work / "run")
        digests[found] += 1
        print(f"{found[:16]}  {variation.name} ({time.perf_counter() - begun:.1f} s)", flush=True)
    print(f"{digests.total()} builds, {len(digests)} digest{'s' * (len(digests) > 1)}")
    return int(len(digests) > 1)


def matrix(work: Path, pythons: list[Path]) -> Iterator[Variation]:
    """Every variation, the plain one first."""
    yield Variation("plain")
    yield from _of_the_environment(work)
    yield from _of_the_interpreter(work, pythons)
    yield from _of_the_files(work)
    yield from _of_the_past(work)


def _of_the_environment(work: Path) -> Iterator[Variation]:
    found = _make_locales(work / "locales")
    for name in ("C", "C.UTF-8", *found):
        yield Variation(f"LC_ALL={name}", {"LC_ALL": name, "LOCPATH": str(work / "locales")})
        old = {"LC_ALL": name, "LOCPATH": str(work / "locales"), "PYTHONUTF8": "0"}
        yield Variation(f"LC_ALL={name} PYTHONUTF8=0", old)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"):
        yield Variation(f"TZ={zone}", {"TZ": zone})
    for seed in ("0", "1", "4242"):
        yield Variation(f"PYTHONHASHSEED={seed}", {"PYTHONHASHSEED": seed})
    for epoch in ("0", "4000000000"):
        yield Variation(f"SOURCE_DATE_EPOCH={epoch}", {"SOURCE_DATE_EPOCH": epoch})
    yield Variation("a clock of another year", _with_site(work / "later", _LATER))
    for mask in (0o000, 0o077):
        yield Variation(f"umask {mask:03o}", umask=mask)
    yield Variation("no home folder, no columns", {"HOME": "/nonexistent", "COLUMNS": "10"})


def _of_the_interpreter(work: Path, pythons: list[Path]) -> Iterator[Variation]:
    for jobs in ("1", "2", "5"):
        yield Variation(f"--jobs {jobs}", options=("--jobs", jobs))
    for flag in ("-O", "-OO", "-B", "-Xdev"):
        yield Variation(f"python {flag}", python=(sys.executable, flag))
    for python in pythons:
        yield Variation(f"{python}", python=(str(python),))


def _of_the_files(work: Path) -> Iterator[Variation]:
    for order in ("1", "2", "3"):
        shuffled = {"ORDER": order, **_with_site(work / "shuffled", _SHUFFLED)}
        yield Variation(f"folders listed in another order ({order})", shuffled)
    yield Variation("files made in another order", prepare=_made_in_another_order)
    yield Variation("times of 1980 and of the future", prepare=_at_other_times)
    yield Variation("files for their owner alone", prepare=_with_other_modes)
    yield Variation("names with letters taken apart (NFD)", prepare=_decomposed)
    yield Variation("a git checkout", prepare=_checked_out)
    yield Variation("in a folder of another name", folder="deep/un dossier é/x")
    yield Variation("content by a link", prepare=_content_by_link)
    yield Variation("from another working folder", where="/")
    yield Variation("from the content folder", where="content")


def _of_the_past(work: Path) -> Iterator[Variation]:
    yield Variation("warm", prepare=_build_once)
    yield Variation("after an edit and back", prepare=_edit_and_back)
    yield Variation("over the site of another archive", prepare=_after_another)
    yield Variation("warm, its site lost", prepare=_without_site)
    yield Variation("warm, its cache lost", prepare=_without_cache)
    yield Variation("another cache", options=("--cache", str(work / "elsewhere" / "cache")))
    yield Variation("--clean", options=("--clean",), prepare=_build_once)
    yield Variation("beside files of somebody else", prepare=_with_foreign_files)


def write_archive(root: Path, articles: int) -> None:
    """An archive with all that may depend on something: scripts, names that need a hash, letters
    with several forms, dates of every precision, images, aliases, spellings, templates."""
    shutil.copytree(REPOSITORY / "content", root / "content")
    write_corpus(root / "content" / "made-up", articles)
    (root / "dateline.toml").write_text(
        'title = "Archive"\nbase_url = "https://example.org/a/"\ntimezone = "Europe/Istanbul"\n'
    )
    _put(root, "templates/assets/theme.css", "a { color: teal }")
    _put(root, "templates/404.html", "{% extends 'default/404.html' %}")
    _put(root, "content/names.toml", '[tags]\n"C++" = ["Cpp"]\n')
    for number, title in enumerate(
        ["İstanbul ışık IĞDIR", "الجزيرة ١٢٣", "中文新闻", "Straße", "STRASSE 2", "Ölüm", "🚀"]
    ):
        lang = ("tr", "ar", "zh", "de", "de", "tr", "en")[number]
        fields = f'title: "{title}"\nlang: {lang}\ntags: ["C++", "C#", "🚀", "{title}"]\n'
        date = ("2017", "2017-10", "2017-10-08 23:30", "2017-10-08T02:30:00-11:00")[number % 4]
        text = f"---\n{fields}date: {date}\naliases: [/old/{number}/]\n---\n{title} text.\n"
        _put(root, f"content/été/{title}.md", text + "![p](photo.png)\n")
    _put(root, "content/été/attaché.txt", "text")
    _image(root / "content/été/photo.png")


def build(variation: Variation, original: Path, run: Path) -> str:
    """Builds a copy of the archive; the digest of what came of it."""
    shutil.rmtree(run, ignore_errors=True)
    archive = run / variation.folder
    shutil.copytree(original, archive)
    variation.prepare(archive)
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **variation.environment}
    command = [*variation.python, str(REPOSITORY / "build.py"), "build"]
    command += ["--config", str(archive / "dateline.toml"), *variation.options]
    done = subprocess.run(
        command,
        cwd=archive / variation.where,
        env=environment,
        umask=variation.umask,
        capture_output=True,
    )
    if done.returncode:
        raise SystemExit(f"{variation.name}: {done.stderr.decode(errors='replace')}")
    return digest_of(archive / "site")


def digest_of(site: Path) -> str:
    """The digest of the names, modes and bytes of what a build made below a folder."""
    together = hashlib.sha256()
    for path in sorted(os.fsencode(path) for path in site.rglob("*")):
        place = Path(os.fsdecode(path))
        if place.name in ("lock", "mine.txt"):
            continue  # what the build holds, and what is not its own
        name = os.fsencode(place.relative_to(site))
        data = place.read_bytes() if place.is_file() else b"folder"
        mode = stat.S_IMODE(place.stat().st_mode)
        together.update(b"%b\0%o\0%d\0%b" % (name, mode, len(data), data))
    return together.hexdigest()


def _put(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _image(file: Path) -> None:
    from PIL import Image

    Image.effect_mandelbrot((1000, 600), (-2, -1, 1, 1), 50).convert("RGB").save(file)


def _make_locales(folder: Path) -> list[str]:
    if not shutil.which("localedef"):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    for name, charset in _LOCALES.items():
        source = name.partition(".")[0]
        command = ["localedef", "-i", source, "-f", charset, str(folder / name)]
        subprocess.run(command, capture_output=True, check=False)
    return [name for name in _LOCALES if (folder / name).exists()]


def _with_site(folder: Path, code: str) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": str(folder)}


def _made_in_another_order(archive: Path) -> None:
    content = archive / "content"
    files = [path for path in content.rglob("*") if path.is_file()]
    held = {path: path.read_bytes() for path in files}
    shutil.rmtree(content)
    random.Random(1).shuffle(files)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held[path])


def _at_other_times(archive: Path) -> None:
    for number, path in enumerate(archive.rglob("*")):
        seconds = (315_532_800, 4_000_000_000)[number % 2]
        os.utime(path, (seconds, seconds))


def _with_other_modes(archive: Path) -> None:
    for path in archive.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o400)


def _decomposed(archive: Path) -> None:
    for path in sorted(archive.rglob("*"), reverse=True):
        apart = unicodedata.normalize("NFD", path.name)
        if apart != path.name:
            path.rename(path.with_name(apart))


def _checked_out(archive: Path) -> None:
    whole = archive.with_name("whole")
    archive.rename(whole)
    git = ["git", "-C", str(whole), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (
        ["init"],
        ["add", "."],
        ["commit", "--message=a"],
        ["clone", ".", str(archive)],
    ):
        subprocess.run([*git, *command], check=True, capture_output=True)


def _content_by_link(archive: Path) -> None:
    (archive / "content").rename(archive / "texts")
    (archive / "content").symlink_to("texts")


def _build_once(archive: Path) -> None:
    # As old files, for new ones are read again.
    _at_other_times(archive)
    command = [sys.executable, str(REPOSITORY / "build.py")]
    subprocess.run(
        [*command, "--config", str(archive / "dateline.toml")], check=True, capture_output=True
    )


def _edit_and_back(archive: Path) -> None:
    _build_once(archive)
    files = sorted((archive / "content" / "made-up").rglob("*.md"))[::7]
    held = {file: file.read_bytes() for file in files}
    for file in files:
        file.write_bytes(held[file].replace(b'\ntitle: "', b'\ntitle: "New ', 1) + b"\nMore.\n")
    files[0].unlink()
    _put(archive, "content/new.md", "---\ntitle: New\ndate: 2010\n---\n")
    _build_once(archive)
    (archive / "content" / "new.md").unlink()
    for file in files:
        file.write_bytes(held[file])


def _after_another(archive: Path) -> None:
    content = archive / "content"
    content.rename(archive / "kept")
    _put(archive, "content/étalon.md", "---\ntitle: Other\ndate: 2001\ntags: [C++]\n---\n")
    _build_once(archive)
    shutil.rmtree(content)
    (archive / "kept").rename(content)


def _without_site(archive: Path) -> None:
    _build_once(archive)
    shutil.rmtree(archive / "site")


def _without_cache(archive: Path) -> None:
    _build_once(archive)
    shutil.rmtree(archive / ".cache")


def _with_foreign_files(archive: Path) -> None:
    _put(archive, "site/mine.txt", "mine")
    _put(archive, "site/about/mine.txt", "mine")


if __name__ == "__main__":
    sys.exit(main())

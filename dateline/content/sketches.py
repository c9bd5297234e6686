"""Makes the sketch of a text: its most frequent words, and checksums of its clauses.

Both are made without knowing any other text; the archive determines which are rare. Every article
that is read passes through here, so each step is one call over the whole text.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter

from dateline.model import TextSketch

#: Characters of a text that are used: news begins with the main facts, and duplicates begin alike.
_COUNTED = 3000
_TERMS = 20
#: The minimum bytes of the longer words of a clause. Many texts share shorter ones by chance.
_SHORTEST_CLAUSE = 24

_ENDS = ".!?,;:\n…،؛؟۔।。！？、，；："
_CLAUSE_END = re.compile(f"[{_ENDS}]")
#: What separates words in Latin, Arabic and Indic scripts, and in general punctuation.
_BETWEEN = (
    "\\x00-@\\[-`{-\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965"
    "\u2000-\u206f\u3000-\u3004\uff00-\uffff"
)
_LONG_WORD = re.compile(f"[^{_BETWEEN}]{{4,}}|[{_ENDS}]")
_UNSPACED, _HANGUL = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff", "\uac00-\ud7ff"
_EAST_ASIAN_WORD = re.compile(
    f"[^{_BETWEEN}{_UNSPACED}{_HANGUL}]{{4,}}|[{_HANGUL}]{{2,}}|[{_UNSPACED}]{{2,}}|[{_ENDS}]"
)
_RUN = re.compile(f"[{_UNSPACED}]+")


def sketch_of(title: str, text: str) -> TextSketch:
    """The sketch of a text without markup, in which headings and paragraphs are lines.

    The title counts for words but not as a clause, because every outlet writes its own.
    """
    written = " ".join(_words(text[:_COUNTED]))
    clauses = _CLAUSE_END.split(written.casefold())
    return TextSketch(" ".join(_terms(f"{' '.join(_words(title))} {written}")), _checksums(clauses))


def _words(text: str) -> list[str]:
    """The longer words and the ends of clauses. East Asian text is recognised by a match of four
    characters without a separator, which almost every such text has."""
    words = _LONG_WORD.findall(text)
    if not text.isascii() and max(words, default="") >= "\u3005":
        return _EAST_ASIAN_WORD.findall(text)
    return words


def _terms(written: str) -> list[str]:
    """The most frequent words, as first written; among equals the earlier first.

    In scripts without spaces, pairs of characters replace words.
    """
    folded = written.casefold()
    counts = Counter(folded.split())
    if not folded.isascii():
        for run in [word for word in counts if _RUN.match(word)]:
            count = counts.pop(run)
            for i in range(len(run) - 1):
                counts[run[i : i + 2]] += count
    commonest = sorted(counts, key=counts.__getitem__, reverse=True)[: _TERMS + len(_ENDS)]
    terms = [term for term in commonest if len(term) > 1][:_TERMS]
    if len(folded) != len(written):  # one letter may fold to two, which shifts the rest
        return terms
    places = map(folded.find, terms)
    return [written[at : at + len(term)] for at, term in zip(places, terms, strict=True)]


def _checksums(clauses: list[str]) -> bytes:
    """Checksums of the clauses, each once, in ascending order, four bytes each.

    So they are also a bottom-k sketch: texts that share half of their clauses probably share some
    of the lowest (A. Broder, "On the resemblance and containment of documents", 1997).
    """
    encoded = [clause.encode() for clause in clauses]
    sums = {zlib.crc32(clause) for clause in encoded if len(clause) > _SHORTEST_CLAUSE}
    return array("I", sorted(sums)).tobytes()

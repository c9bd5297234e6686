"""What of a text tells it from others: the words it says most often, and a sketch of its clauses.

Both are taken without knowing any other text; which of them are rare, the archive finds out. It
is done for every article that is read, so each step is one call over the whole text.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter

from dateline.model import TextSketch

#: Characters of a text that count: news says first what it is about, and copies begin alike.
_COUNTED = 3000
_TERMS = 20
#: Bytes of the longer words of a clause, below which many texts have it by chance.
_SHORTEST_CLAUSE = 24

_ENDS = ".!?,;:\n…،؛؟۔।。！？、，；："
_CLAUSE_END = re.compile(f"[{_ENDS}]")
#: What stands between words in Latin, Arabic and Indic scripts, and in general punctuation.
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


def gist_of(title: str, text: str) -> TextSketch:
    """The gist of a text without marks, in which headings and paragraphs are lines.

    The title counts among the words and is no clause, for every outlet writes its own.
    """
    written = " ".join(_words(text[:_COUNTED]))
    clauses = _CLAUSE_END.split(written.casefold())
    return TextSketch(" ".join(_terms(f"{' '.join(_words(title))} {written}")), _sketch(clauses))


def _words(text: str) -> list[str]:
    """The longer words and the ends of clauses. Scripts of East Asia are known by what is found:
    four characters without a mark, which hardly a text lacks."""
    words = _LONG_WORD.findall(text)
    if not text.isascii() and max(words, default="") >= "\u3005":
        return _EAST_ASIAN_WORD.findall(text)
    return words


def _terms(written: str) -> list[str]:
    """The words that stand most often, as they are written first; the earlier first among equals.

    Where no spaces part words, pairs of characters stand for them.
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
    if len(folded) != len(written):  # a letter that folds to two moves all after it
        return terms
    places = map(folded.find, terms)
    return [written[at : at + len(term)] for at, term in zip(places, terms, strict=True)]


def _sketch(clauses: list[str]) -> bytes:
    """Checksums of the clauses, each once, in ascending order, four bytes each.

    So they are a bottom-k sketch as well: texts that share half of their clauses are likely to
    share some of the lowest (A. Broder, "On the resemblance and containment of documents", 1997).
    """
    encoded = [clause.encode() for clause in clauses]
    sums = {zlib.crc32(clause) for clause in encoded if len(clause) > _SHORTEST_CLAUSE}
    return array("I", sorted(sums)).tobytes()

"""Markdown that is slow to parse: each kind by name, as a function of its size."""

from __future__ import annotations

from collections.abc import Callable


def _lines(line: str) -> Callable[[int], str]:
    return lambda n: "".join(line.format(i=i) for i in range(n))


def _times(piece: str, after: str = "") -> Callable[[int], str]:
    return lambda n: piece * n + after


#: Texts of `n` pieces. `{i}` is replaced by the number of the piece.
SLOW: dict[str, Callable[[int], str]] = {
    # brackets, links, images
    "open brackets": _times("["),
    "open brackets, closed": lambda n: "[" * n + "]" * n,
    "open images": _times("!["),
    "images in images": lambda n: "![" * n + "x" + "](u)" * n,
    "links in links": lambda n: "[" * n + "x" + "](u)" * n,
    "unclosed links": _times("[a](<b"),
    "unclosed link titles": _times('[a](b "c'),
    "open parentheses": lambda n: "[a](" + "(" * n,
    "reference links": _times("[a][b]"),
    "link definitions": _lines("[a{i}]: /u\n"),
    "link definitions, unclosed titles": _times("[a]: u 'x\n"),
    "link definitions of one name": _times("[a]: /u\n"),
    "definitions without addresses": _times("[a]:\n"),
    "links": _lines("[a](b{i}.md) "),
    "links to one file": _times("[a](b.md) "),
    # emphasis
    "emphasis opened": _times("*a "),
    "emphasis, both kinds": _times("*a_ "),
    "emphasis nested": lambda n: "*a **b " * n + "c** d*" * n,
    "emphasis never closed": _times("a**b"),
    "stars and underscores": _times("*_"),
    "stars": _times("*"),
    "strikethrough": _times("~~a "),
    "runs of stars": lambda n: "".join("a" + "*" * (i % 300) for i in range(n)),
    # code
    "backticks that grow": lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5))),
    "backticks apart": _times("` `` "),
    "backslashes": _times("\\"),
    "fences unclosed": _times("```\n\n"),
    "tildes": _times("~~~ a\n"),
    # HTML
    "comments opened": _times("<!-- "),
    "comments opened, a line each": _times("a <!-- b\n"),
    "comments, paragraphs": _times("a <!-- b\n\n"),
    "instructions opened": _times("a <? b"),
    "declarations opened": _times("a <!A b"),
    "CDATA opened": _times("a <![CDATA[ b"),
    "tags opened": _times("<"),
    "tags without an end": _times("<a "),
    "attributes": lambda n: "<a " + " ".join(f"a{i}" for i in range(n)) + ">x</a>",
    "bold never closed": _lines('<b id="{i}">\n\n'),
    "bold, then paragraphs": lambda n: (
        "".join(f'<b id="{i}">' for i in range(n // 2)) + "<p>x" * (n // 2)
    ),
    "divisions": _times("<div>\n\n"),
    "inline elements": lambda n: "x " + "<span>" * n,
    "tables in tables": _times("<table><tr><td>\n"),
    "tables, foster parents": _times("<table>a<b>\n"),
    "links in HTML": lambda n: "x " + "<a href=x>" * n + "<p>" * n,
    "quotes of attributes": lambda n: 'x <a href="' + "a' b=\"" * n,
    "data images": _times("![a](data:"),
    "svg": _times("<svg>\n\n"),
    "autolinks": _times("<http:"),
    "entities": _times("&amp;"),
    "ampersands": _times("&"),
    "numbers of entities": _times("&#1;"),
    # blocks
    "quotes nested": lambda n: "> " * n + "x",
    "quotes nested by lines": lambda n: "\n".join("> " * (i % 90) + "x" for i in range(n)),
    "lists nested": lambda n: "\n".join("  " * (i % 90) + "- x" for i in range(n)),
    "lists nested on a line": _times("- "),
    "lists and quotes": _times("- > "),
    "list": _times("- x\n"),
    "lists that change": _times("- x\n+ x\n"),
    "numbered lists": _lines("{i}. x\n"),
    "empty items": _times("-\n"),
    "lines of quotes": _times("> x\n"),
    "lazy lines": lambda n: "> x\n" + "y\n" * n,
    "lazy lines, nested": lambda n: "> " * 90 + "x\n" + "y\n" * n,
    "blank lines in a list": lambda n: "- x\n" + "\n" * n + "  y",
    "one line": _times("word "),
    "one word": _times("a"),
    "spaces": _times(" ", "x"),
    "spaces at line ends": _times("a   \n"),
    "tabs": _times("\t", "x"),
    "paragraphs": _times("word\n\n"),
    "lines": _times("word\n"),
    "rules": _times("***\n"),
    "rules that are none": lambda n: "* " * n + "x",
    "underlines": _times("a\n=\n"),
    "headings of one name": _times("## a\n"),
    "headings of growing names": _lines("## a{i}\n"),
    "headings without end": lambda n: "# " + "#" * n + " x",
    "titles of closing signs": lambda n: "# x" + " #" * n + " x",
    # tables
    "wide table, short rows": lambda n: (
        "|".join("a" * n) + "\n" + "|".join("-" for _ in range(n)) + "\n" + "b\n" * n
    ),
    "wide table": lambda n: "|".join("a" * n) + "\n" + "|".join(["-"] * n),
    "long table": lambda n: "a|b\n-|-\n" + "c|d\n" * n,
    "bars": _times("|"),
    "lines of a table that is none": _times("a|b\n"),
    "table heads": _times("a|b\n-|-\n"),
    "escaped bars": lambda n: "a|b\n-|-\n" + "\\|" * n,
    # footnotes
    "footnotes": _lines("x[^{i}]\n\n[^{i}]: y\n\n"),
    "footnote named often": lambda n: "[^a] " * n + "\n\n[^a]: y",
    "footnotes defined": _lines("[^{i}]: y\n"),
    "footnotes within footnotes": lambda n: "^[" * n + "x" + "]" * n,
    "footnotes opened": _times("^["),
    "footnote names opened": lambda n: "[^a]: x\n\n" + "[^" * n,
    "footnotes on one line": lambda n: "".join(f"[^{i}]:" for i in range(n)),
    "footnotes indented": lambda n: "\n".join("    " * (i % 90) + f"[^{i}]: x" for i in range(n)),
    "footnotes that name each other": _lines("x[^{i}]\n\n[^{i}]: see[^0]\n\n"),
    # quotes
    "quotation marks": _times('"'),
    "quotation marks opened": _times('"a '),
    "apostrophes": _times("'"),
    "apostrophes opened": _times(" 'a"),
    # letters
    "combining marks": lambda n: "a" + "\u0327\u0301" * n,
    "Chinese": _times("\u4e2d\u6587"),
    "zero bytes": _times("\0"),
}

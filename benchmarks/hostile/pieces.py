"""Pieces from which hostile texts are combined, by what they try to break."""

from __future__ import annotations

#: Invisible characters, as numeric references and as they are.
UNSEEN = (
    *("&#x202e;", "&#1;", "&#xfeff;", "&#xe0041;", "&#xfdd0;", "&#65533;", "&#0;", "\u202e"),
    *("&#x1FFFE;", "&#127;", "&#x2028;", "&#000000000000001;", "&#99999999999999999999;"),
)
#: Signs that browsers pass over in an address, in several spellings.
PASSED_OVER = ("&#9;", "&#10;", "&NewLine;", "&Tab;", "&#x0a;", "&#00000000000000000000010;", "")
#: Parts of schemes and addresses.
ADDRESSES = (
    *("java", "script", "JaVa", ":", "&colon;", "&#58;", "//", "/", "\\", "&sol;", "&bsol;"),
    *("https://h.example/", "//h.example/", "data:text/html,", "vbscript:", "irc:", "x.png"),
    *("b.md", "#", "#h", "#dateline:main", "?", "%6a", "mailto:", "tel:", "geo:"),
)
#: Markup that opens, closes or names something.
MARKUP = (
    *('<a href="', "<a href='", "<a href=", "<a name=x>", '<img src="', "<img alt='", "</a>"),
    *("<b id=x>", "<b id='", '<b id="dateline:main">', "</b>", "<h2>h</h2>", "<h2 id=h>", "<p>"),
    *("</p>", "<table>", "<td>", "<svg>", "<math>", "<style>", "<script>", "<title>", "<!--"),
    *("-->", "<base href=", "<form id=x>", "<iframe ", "<noscript>", "<template>", " onclick=x"),
    *(" name=x", " id=h", " srcset='", " style=x", ">", "/>", '"', "'", "<![CDATA[", "]]>", "<?"),
)
#: Markdown and what other tools add to it.
MARKDOWN = (
    *("[x](", ")", "](", "![", "[", "]", "[^1]", "\n\n[^1]: n\n\n", "# h\n\n", "## dateline\n\n"),
    *("{#x}", "{#h}", "{: #x}\n", "\n{: #h}\n\n", "[r]: ", "[r]", "`", "\n\n```\n", "\n\n    "),
    *("> ", "- ", "| a | b |\n|---|---|\n", "<https://", "**", "_", "\\", "\n", "\n\n", " ", "&"),
    *("{{< ", " >}}", "{% ", " %}", "{{ ", " }}", "[[", "]]", "![[", "%%", "==", "> [!note] t\n"),
    *("<!-- more -->", "::", "{{< figure src='", "[caption]", "&#x20", "2e;", ";", "&amp;", "x"),
)
TRUST = (*UNSEEN, *PASSED_OVER, *ADDRESSES, *MARKUP, *MARKDOWN)

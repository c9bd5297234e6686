"""Shortcodes of other generators: their content is shown, or they are left out and listed by
`check`."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.content.markdown.render import Rendered, render_markdown
from dateline.problems import Problem
from tests.conftest import SmallArchive


def render(body: str) -> Rendered:
    return render_markdown(body, path="a/b.md", first_line=5, lang="en", title="T")


def problems(body: str, code: str = "W015") -> list[Problem]:
    return [each for each in render(body).problems if each.code == code]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", " ", html).split())


FIGURES = [
    '{{< figure src="sea.jpg" caption="By the sea" alt="Waves" >}}',
    "{{< figure src=sea.jpg caption='By the sea' alt='Waves' />}}",
    "{{< img src=`sea.jpg` caption=`By the sea` alt=`Waves` >}}",
    '{{% figure src="sea.jpg" alt="Waves" %}}By the sea{{% /figure %}}',
    '{{<figure\n  src="sea.jpg"\n  alt="Waves"\n  caption="By the sea">}}',
    '{{< theme-img-right src="sea.jpg" alt="Waves" caption="By the sea" >}}',
    '{{< figure caption="By the sea" >}}![Waves](sea.jpg){{< /figure >}}',
    '{{ figure(src="sea.jpg", alt="Waves", caption="By the sea") }}',
    '{% figure(src="sea.jpg", alt="Waves") %}By the sea{% end %}',
    '{% include figure.html src="sea.jpg" alt="Waves" caption="By the sea" %}',
    '{%- include image_caption.html url="sea.jpg" alt="Waves" caption="By the sea" -%}',
    '{% image src: "sea.jpg", alt: "Waves", caption: "By the sea" %}',
    "{% img left sea.jpg 350 200 'By the sea' 'Waves' %}",
    '{% asset_img sea.jpg "By the sea" "Waves" %}',
    '[caption id="x" width="300"]<img src="sea.jpg" alt="Waves" /> By the sea[/caption]',
    '[caption width="300"]![Waves](sea.jpg) By the sea[/caption]',
]


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_is_a_picture_with_its_caption(text: str) -> None:
    rendered = render(f"Before.\n\n{text}\n\nAfter *it*.")
    (figure,) = re.findall(r"<figure>.*?</figure>", rendered.html, re.DOTALL)
    assert re.search(r'<img src="(?:@\./)?sea.jpg" alt="Waves"', figure)
    assert words(figure) == "By the sea"
    assert "<p>After <em>it</em>.</p>" in rendered.html
    assert rendered.problems == []
    assert [(each.target.removeprefix("@./"), each.line) for each in rendered.references] == [
        ("sea.jpg", 7)
    ]


def test_a_figure_has_its_link_title_and_credit_with_marks() -> None:
    html = render(
        '{{< figure src="a.png" link="https://l.example/" title="Head" attr="AP"'
        ' caption="It\'s *so* \\"old\\"" attrlink="https://ap.example/" >}}'
    ).html
    assert '<a href="https://l.example/"><img' in html
    assert "<strong>Head</strong> It’s <em>so</em> “old”" in html
    assert '<a href="https://ap.example/">AP</a></figcaption>' in html


QUOTATIONS = [
    '{{< quote author="Ann Lee" >}}Be *brave*.{{< /quote >}}',
    '{{< quote "Ann Lee" >}}\nBe *brave*.\n{{< /quote >}}',
    '{{% blockquote cite="Ann Lee" %}}\nBe *brave*.\n{{% /blockquote %}}',
    '{{< pull-quote text="Be *brave*." by="Ann Lee" >}}',
    '{{< quote-block text="Be *brave*." cite="Ann Lee" />}}',
    '{% quote(author="Ann Lee") %}Be *brave*.{% end %}',
    "{% blockquote Ann Lee %}\nBe *brave*.\n{% endblockquote %}",
    '{% quote author="Ann Lee" %}\n\nBe *brave*.\n\n{% endquote %}',
    '{% include pullquote.html quote="Be *brave*." author="Ann Lee" %}',
]


@pytest.mark.parametrize("text", QUOTATIONS)
def test_a_quotation_is_one_with_its_author(text: str) -> None:
    rendered = render(f"Before.\n\n{text}\n\nAfter.")
    (quote,) = re.findall(r"<blockquote>.*?</blockquote>", rendered.html, re.DOTALL)
    assert "<em>brave</em>" in quote
    assert words(quote) == "Be brave . — Ann Lee"
    assert words(rendered.html).endswith("Ann Lee After.")
    assert rendered.problems == []


def test_a_quotation_holds_blocks_and_other_shortcodes_on_their_lines() -> None:
    rendered = render(
        "{{< quote >}}\nOne\n\n- [x](gone.md)\n\n{{< note >}}\n[y](there.md)\n{{< /note >}}\n"
        '{{< figure src="p.png" >}}\n{{< /quote >}}\nAfter [z](last.md).'
    )
    assert rendered.html.index("p.png") < rendered.html.index("</blockquote>")
    assert "<li><a" in rendered.html
    lines = {each.target.removeprefix("@./"): each.line for each in rendered.references}
    assert lines == {"gone.md": 8, "there.md": 11, "p.png": 13, "last.md": 15}


def test_short_quotations_and_pictures_stay_in_their_sentence() -> None:
    html = render("She said {{< quote >}}no{{< /quote >}} and {{< img src=a.png >}} left.").html
    assert html.count("<p>") == 1
    assert "said <q>no</q> and <img" in html


@pytest.mark.parametrize(
    ("text", "address", "label"),
    [
        ("{{< youtube w7Ft2ymGmfc >}}", "https://www.youtube.com/watch?v=w7Ft2ymGmfc", ""),
        (
            '{{< youtube id="abc" title="A film" >}}',
            "https://www.youtube.com/watch?v=abc",
            "A film",
        ),
        ('{{ youtube(id="abc", autoplay=true) }}', "https://www.youtube.com/watch?v=abc", ""),
        ("{% youtube abc %}", "https://www.youtube.com/watch?v=abc", ""),
        ("{{< vimeo 146022717 >}}", "https://vimeo.com/146022717", ""),
        ('{% include video id="99" provider="vimeo" %}', "https://vimeo.com/99", ""),
        ('{{< tweet user="ann" id="123" >}}', "https://twitter.com/ann/status/123", ""),
        ("{{< tweet 123 >}}", "https://twitter.com/i/status/123", ""),
        ("{{< gist ann 456 >}}", "https://gist.github.com/ann/456", ""),
        ('{{< audio src="https://a.example/b.mp3" >}}', "https://a.example/b.mp3", ""),
        ('{{< video src="clip.mp4" caption="A clip" >}}', "@./clip.mp4", "A clip"),
        ("[embed]https://v.example/1[/embed]", "https://v.example/1", ""),
        ("[embed width='3']https://v.example/1[/embed]", "https://v.example/1", ""),
        ('[audio mp3="https://a.example/b.mp3"][/audio]', "https://a.example/b.mp3", ""),
        ("[youtube=https://y.example/watch?v=1]", "https://y.example/watch?v=1", ""),
        ("[vimeo 99]", "https://vimeo.com/99", ""),
        ('{{< fb-video "https://f.example/v/1" >}}', "https://f.example/v/1", ""),
        (
            '{{< button href="https://e.example/" text="Read on" >}}',
            "https://e.example/",
            "Read on",
        ),
    ],
)
def test_what_is_embedded_is_a_link(text: str, address: str, label: str) -> None:
    rendered = render(f"{text}\n\nA first sentence.")
    assert f'<a href="{address}">{label or address}</a>' in rendered.html
    assert (rendered.summary, rendered.problems) == ("A first sentence.", [])


CODE = '<?xml version="1.0"?>\n<!DOCTYPE a [\n  <!ENTITY b "c">\n]>\n\n<!-- d -->\n<e>&f; **g**</e>'


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("{% highlight xml %}", "{% endhighlight %}"),
        ("{%- highlight xml linenos hl_lines='1 2' -%}", "{%- endhighlight -%}"),
        ("{{< highlight xml >}}", "{{< /highlight >}}"),
        ('{{% highlight xml "linenos=table,hl_lines=1" %}}', "{{%/highlight%}}"),
        ("{% codeblock lang:xml %}", "{% endcodeblock %}"),
        ('[sourcecode language="xml"]', "[/sourcecode]"),
        ("[code]", "[/code]"),
    ],
)
def test_code_is_published_whole(opening: str, closing: str) -> None:
    rendered = render(f"Before.\n\n{opening}\n{CODE}\n{closing}\n\n[x](gone.md)")
    escaped = CODE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<code>{escaped}\n</code>" in rendered.html
    assert rendered.problems == []
    assert rendered.references[0].line == 5 + 6 + CODE.count("\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Use {{</* ref a */>}} so.", "Use {{&lt; ref a &gt;}} so."),
        ("`{{%/* x */%}}`", "<code>{{% x %}}</code>"),
        ("`{{< x >}}` and `{% y %}`", "<code>{{&lt; x &gt;}}</code> and <code>{% y %}</code>"),
        ("{% raw %}{{ x }}{% endraw %}", "<p>{{ x }}</p>"),
        ("`{% raw %}{{ x }}{% endraw %}`", "<code>{{ x }}</code>"),
        ('{{ "{% x %}" }} *y*', "{% x %} <em>y</em>"),
        ("```\n{{< x >}}\n{% raw %}{% y %}{% endraw %}\n```", "{{&lt; x &gt;}}\n{% y %}"),
        ("- a\n\n  ~~~\n  {{< x >}}\n  ~~~", "<code>{{&lt; x &gt;}}"),
        ("> ```\n> {{< x >}}\n> ```", "<code>{{&lt; x &gt;}}"),
        ("<pre><code>{{ x }}</code></pre>", "<code>{{ x }}</code>"),
        ("$\\frac{{a}}{{b}}$ and $c_{{d}}$", "{{a}}{{b}}"),
        ("$a + {{b}}$ costs $5", "$a + {{b}}$ costs $5"),
        ("Write \\{{< x >}}", "{{&lt; x &gt;}}"),
        ("[caption.md](caption.md) [video] [code]", "</a> [video] [code]"),
        ("{ {< x >} } {{}} {%} {#id}", "{ {&lt; x &gt;} } {{}} {%} {#id}"),
    ],
)
def test_what_is_meant_as_text_is_text(text: str, shown: str) -> None:
    rendered = render(text)
    assert shown in rendered.html
    assert [each for each in rendered.problems if each.code == "W015"] == []


@pytest.mark.parametrize(
    "text",
    [
        "{% comment %}secret{% endcomment %}",
        "{%- comment -%}\nsecret {{ x }}\n\n<b>secret\n{%- endcomment -%}",
        "{{/* secret */}}",
        "{{- /* secret\nsecret */ -}}",
        "{% # secret %}",
        "{# secret #}",
        "{{< comment >}}secret{{< /comment >}}",
    ],
)
def test_comments_are_not_published(text: str) -> None:
    rendered = render(f"Before {text} after.\n\n[x](gone.md)")
    assert "secret" not in rendered.html + rendered.summary + rendered.text
    assert words(rendered.html) == "Before after. x"
    assert rendered.problems == []
    assert rendered.references[0].line == 7 + text.count("\n")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{{< gallery >}}", "shortcodes of Hugo are left out: gallery", "![what"),
        ("{{% note %}}", "shortcodes of Hugo are left out: note", "write Markdown"),
        ("{{< chart\n  id=1\n>}}", "shortcodes of Hugo are left out: chart", "write Markdown"),
        ("{% include x.html %}", "tags of Liquid are left out: include", "Markdown"),
        ("{{ site.title }}", "tags of Liquid are left out: site.title", "Markdown"),
        ('{{ chart(id="1") }}', "tags of Liquid are left out: chart", "Markdown"),
        ('[gallery ids="1"]', "shortcodes of WordPress are left out: gallery", "![what"),
    ],
)
def test_any_other_is_left_out_and_named(text: str, message: str, hint: str) -> None:
    body = f"One.\n\nTwo {text} three."
    (found,) = problems(body)
    assert (found.line, found.column) == (7, 5)
    assert found.message == message
    assert hint in found.hint
    assert words(render(body).html) == "One. Two three."


def test_many_of_a_kind_are_one_warning() -> None:
    body = "{{< note a >}} {{< note b >}}\n\n{{< box >}} x {{< /box >}}\n\n{% if x %}"
    assert [p.message.partition(": ")[2] for p in problems(body)] == ["note (2), box", "if"]


def test_what_stands_between_two_is_kept_as_markdown() -> None:
    html = render(
        "{{< note >}}**One**\n\n1. two\n{{< /note >}}\n{{% tab x %}}\n### Three\n{{% /tab %}}"
    ).html
    assert re.search(r"<strong>One</strong>.*<li>two</li>.*<h3[^>]*>Three</h3>", html, re.DOTALL)
    assert "<p></p>" not in html


def test_emphasis_begins_beside_a_shortcode() -> None:
    assert "<em>This</em>" in render('{{< img src="a.png" >}}_This_ was').html
    assert "<strong>x</strong>" in render("{{< a >}}**x**{{< /a >}}").html


@pytest.mark.parametrize(
    "text",
    ["{{< never", "{{% never", "{% never", '{{< never "x', "{{< never `x", "{% never 'x"],
)
def test_one_that_is_not_closed_takes_nothing_with_it(text: str) -> None:
    body = f"One {text} two.\n\n**Three** {{{{< box >}}}} `four` [x](gone.md)"
    rendered = render(body)
    assert "<strong>Three</strong>  <code>four</code>" in rendered.html
    assert "never" in rendered.html
    unclosed, *_ = [p for p in rendered.problems if "not closed" in p.message]
    assert (unclosed.line, unclosed.column) == (5, 5)
    sign = text[:3].strip()
    shown = body.replace(sign, f"`{sign}`", 1)  # as the hint says
    assert not any("not closed" in problem.message for problem in render(shown).problems)


@pytest.mark.parametrize("name", ["highlight x", "comment", "raw"])
def test_a_block_without_an_end_is_said(name: str) -> None:
    found = problems(f"One.\n\n{{% {name} %}}\n\nTwo.")
    assert any("is not closed" in problem.message for problem in found)
    end = f"{{% end{name.split()[0]} %}}"
    assert "not closed" not in str(problems(f"One.\n\n{{% {name} %}}\n\nTwo.\n\n{end}"))


def test_they_are_on_no_page_and_in_no_feed(archive: SmallArchive) -> None:
    archive.write("a.mp3", b"ID3")
    body = (
        "{{< chart >}}\n\n{{<box>}}\n\nTold {{ now }}{{% x %}} [embed]https://u.example/[/embed].\n\n"
        "{{< /box >}} More {{< audio src=a.mp3 >}} and {% include x %}{{< chart >}}."
    )
    archive.article("a.md", "T", "date: 2017-10-08", body=body)
    outcome = archive.build(search=True)
    assert (outcome.code, outcome.codes) == (0, [])
    page = archive.page("a/")
    assert '<meta name="description" content="Told https://u.example/.">' in page
    assert '<a href="/archive/a.mp3">a.mp3</a>' in page
    for file, data in archive.files().items():
        if file.endswith((".html", ".xml", ".json")) and not file.startswith("assets/"):
            assert b"{{" not in data, file
            assert b"{%" not in data, file
    assert set(archive.run("check", "--json").codes) == {"W015"}


def test_names_that_the_text_gives_a_value_to_have_it() -> None:
    body = '{% assign base = "https://q.example/a/" %}\n\n[one]({{base}}12) {{ base }}'
    html = render(body).html
    assert '<a href="https://q.example/a/12">one</a> https://q.example/a/' in html


def test_values_cannot_write_html() -> None:
    evil = '\\"><script>alert(1)</script>'
    for text in (
        f'{{{{< figure src="a.png" caption="{evil}" alt="{evil}" link="javascript:alert(1)" >}}}}',
        f'{{{{< quote author="{evil}" link="javascript:alert(1)" >}}}}{evil}{{{{< /quote >}}}}',
        f'{{{{< video src="javascript:alert(1)" title="{evil}" >}}}}',
        '{% assign x = "javascript:alert(1)" %}[a]({{x}}) <a href="{{x}}">b</a>',
        "<a href={{< ref 'x onclick=alert(1)' >}}>c</a>",
        "<div {{< x 'onclick=alert(1)' >}}>d</div>",
    ):
        html = render(text).html
        assert not re.search(r"<script|<[^>]* on\w+=|href=\"javascript", html), html


@given(st.text(alphabet="{}<%>[]/ a-\"'`=\n#*|(!", max_size=80))
@settings(deadline=None)
def test_no_text_is_too_odd(text: str) -> None:
    rendered = render(text)
    assert "\ufdd0" not in rendered.html
    assert all(each.line is None or each.line >= 5 for each in rendered.problems)


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    *FIGURES,
                    *QUOTATIONS,
                    "{{< box >}}",
                    "{{< /box >}}",
                    "{{< quote >}}",
                    "{% end %}",
                ),
                *(
                    "\n",
                    "\n\n",
                    " ",
                    "\n- ",
                    "\n> ",
                    "`",
                    "**",
                    "[",
                    "](x.md)",
                    "<div>",
                    "</div>",
                    "|",
                ),
            ]
        ),
        max_size=12,
    )
)
@settings(deadline=None)
def test_every_word_between_shortcodes_is_published_on_its_line(parts: list[str]) -> None:
    text = "".join(f"{part}w{number}w" for number, part in enumerate(parts))
    rendered = render(f"{text}\n\n[last](last.md)")
    published = set(re.findall(r"w\d+w", rendered.html))
    assert published.issuperset(re.findall(r"w\d+w", text)) or rendered.problems
    if 'href="last.md"' in rendered.html:
        line = next(each.line for each in rendered.references if each.target == "last.md")
        assert line == 7 + text.count("\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *("{{<", "{{< ", "{{< x ", "{{%", "{%", "{% x ", "{{", "{{ x", "{{ x(", "{#", "{# "),
        *('{{< "', "{{< `", "{% it's '", '{{< \\" ', "{{</*", "`{{</*", "[caption", "[caption]"),
        *("[embed]", "[[", "[code]", "`` ` ", "```\n", "<!--", "<pre>", "{% raw %}", "> ```\n\n"),
        *("{% highlight x %}", "{% comment %}", "{{< quote >}}", "{% quote %}", "$a {{x}} ", "\\("),
        *("{{< quote >}}{{< /quote >}}", '{{< img src="a.png" >}}', "[x]({{< ref a >}})", "{{<\n"),
        *("<a href={{x}} ", '<a href="{{x}}', "{{< x >}}\n", "- {{< x\n>}} a\n", "{% end %}"),
        "{{<" + " " * 200,
    ],
)
def test_time_grows_with_the_text_alone(piece: str) -> None:
    from dateline.content.shortcodes.replace import hide_shortcodes

    def seconds(times: int) -> float:
        text, best = piece * times, 9.0
        for _ in range(3):
            begun = time.process_time()
            hide_shortcodes(text, "a.md")
            best = min(best, time.process_time() - begun)
        return best

    times = 4000 if len(piece) < 100 else 200
    assert seconds(4 * times) < 12 * seconds(times) + 0.05


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('    {{< figure src="a.png" alt="A" >}}', '<figure><img src="'),
        ("- one\n\n      {{< img a.png >}}\n\n- two", "<li>"),
        ('    <td>{{< figure src="a.png" alt="A map" >}}</td>', "&lt;td&gt;A map&lt;/td&gt;"),
        ('    [x]({{< ref "b.md" >}})', "[x]("),
        ("    code {{< chart >}}", "<code>code "),
        ("    {{</* x */>}} and {{% y %}}", "{{&lt; x &gt;}} and "),
    ],
)
def test_indented_code_runs_shortcodes_as_in_hugo(text: str, shown: str) -> None:
    html = render(text).html
    assert shown in html
    assert "{{&lt; figure" not in html
    assert "{{%" not in html


@pytest.mark.parametrize(
    "text", ["    {{ x }}", "    {% x %}", "```\n{{< x >}}\n```", "`{{< x >}}`"]
)
def test_other_code_shows_what_it_holds(text: str) -> None:
    html = render(text).html
    assert "<code>" in html
    assert text.strip(" `\n").replace("<", "&lt;").replace(">", "&gt;") in html

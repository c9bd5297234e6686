"""Links in the syntax of other generators, former addresses, and the hints for broken links."""

import re
from urllib.parse import unquote

import pytest

from tests.conftest import SmallArchive
from tests.pictures import png


def links(archive: SmallArchive, address: str) -> list[str]:
    body = archive.page(address).partition('class="e-content">')[2].partition("<footer")[0]
    return [unquote(each) for each in re.findall(r'(?:href|src)="([^"]*)"', body)]


def small(archive: SmallArchive) -> SmallArchive:
    archive.article("posts/2017-10-08-b.md", "B", "slug: bee", body="## Part")
    archive.article("notes/deep/c.md", "C", "date: 2017")
    archive.article("trip/index.md", "Trip", "date: 2017")
    archive.write("images/p.png", png())
    return archive


ARTICLE = [
    '{{< ref "2017-10-08-b.md" >}}',
    '{{< relref "2017-10-08-b" >}}',
    '{{< relref "posts/2017-10-08-b.md" >}}',
    '{{< ref path="/posts/2017-10-08-b.md" lang="en" >}}',
    "{{% ref `2017-10-08-b.md` %}}",
    '{{< ref "news/posts/2017-10-08-b.md" >}}',
    "{% post_url 2017-10-08-b %}",
    "{% post_url posts/2017-10-08-b %}",
    "{{ site.baseurl }}{% post_url 2017-10-08-b %}",
    "{{site.url}}{{site.baseurl}}{% link _posts/2017-10-08-b.md %}",
    "{% link posts/2017-10-08-b.md %}",
    "{% post_path b %}",
    "{filename}2017-10-08-b.md",
    "{filename}/posts/2017-10-08-b.md",
    "|filename|../posts/2017-10-08-b.md",
    "@/posts/2017-10-08-b.md",
    '{{ get_url(path="@/posts/2017-10-08-b.md") }}',
    '{{ url_for("posts/2017-10-08-b.md") }}',
    '{{ "/posts/bee/" | relative_url }}',
    "{{ '/posts/bee/' | prepend: site.baseurl }}",
    '{{ "posts/bee/" | absolute_url }}',
    "{{ site.baseurl }}/posts/bee/",
    "{{site.url}}{{ site.baseurl }}/posts/bee/",
    "{{ .Site.BaseURL }}posts/bee/",
    "{{< baseurl >}}/posts/bee/",
    '{{ relURL "posts/bee/" }}',
]


@pytest.mark.parametrize("target", ARTICLE)
def test_the_link_of_a_tool_finds_the_article(archive: SmallArchive, target: str) -> None:
    body = f"[a]({target}) [b]({target}#part)\n\n[c]: {target}\n\n[c]"
    if "|" not in target[1:] and '"' not in target:
        body += f'\n\n<p><a href="{target}">d</a></p>\n\nIn a line <a href="{target}">e</a>.'
    else:
        body += f"\n\n<p><a href='{target}'>d</a></p>" if "'" not in target else ""
    small(archive).article("2018/a.md", "A", "date: 2018", body=body)
    outcome = archive.build()
    assert outcome.report["problems"] == []
    found = links(archive, "2018/a/")
    assert set(found) == {"/archive/posts/bee/", "/archive/posts/bee/#part"}
    assert len(found) == body.count(target)


@pytest.mark.parametrize(
    "target",
    [
        "{static}/images/p.png",
        "{static}p.png",
        "{attach}../images/p.png",
        "@/images/p.png",
        "{{ site.baseurl }}/images/p.png",
        '{{ "/images/p.png" | relative_url }}',
        "{{ site.url }}{{ site.baseurl }}/images/p.png",
        '{{ get_url(path="images/p.png") }}',
        "{% asset_path p.png %}",
        "{{< static >}}/images/p.png",
    ],
)
def test_the_image_of_a_tool_is_found(archive: SmallArchive, target: str) -> None:
    quote = "'" if '"' in target else '"'
    body = f"![a]({target})\n\n<div><img src={quote}{target}{quote}></div>"
    small(archive).article("2018/a.md", "A", "date: 2018", body=body)
    outcome = archive.build()
    if "static >" in target:
        assert set(outcome.codes) == {"W004"}
        return
    assert outcome.codes == []
    assert links(archive, "2018/a/") == ["/archive/images/p.png"] * 2


def test_what_is_not_found_is_said_at_its_line(archive: SmallArchive) -> None:
    body = (
        '[a]({{< ref "gone.md" >}})\n\n[b]({filename}gone.md)\n\n![c]({static}/gone.png)\n\n'
        "[d]({{ page.previous.url }}) ![e]({{ page.cover }})\n\n{{< figure src=gone.png >}}\n\n"
        '<a href="{% post_url 2001-01-01-gone %}">f</a> <a href="{{ x.y }}">g</a>\n\n[h](@/gone.md)'
    )
    archive.article("a.md", "A", "date: 2018", body=body)
    found = [(p["line"], p["code"]) for p in archive.build().report["problems"]]
    assert found == [
        (6, "W002"),
        (8, "W002"),
        (10, "W004"),
        (12, "W002"),
        (12, "W004"),
        (14, "W004"),
        (16, "W002"),
        (16, "W002"),
        (18, "W002"),
    ]
    page = archive.page("a/")
    assert "@" not in page.partition('class="e-content">')[2].partition("<footer")[0]
    assert ">d e</p>" in page.replace("<p>", ">")


def test_two_files_of_one_name_are_not_guessed_between(archive: SmallArchive) -> None:
    for folder in ("x", "y"):
        archive.article(f"{folder}/b.md", "B", "date: 2017")
    archive.article("z/a.md", "A", "date: 2018", body='[1]({{< ref "b.md" >}}) [2](@/y/b.md)')
    archive.article("y/c.md", "C", "date: 2018", body='[1]({{< ref "b.md" >}})')
    outcome = archive.build()
    assert outcome.codes == ["W002"]
    assert "/archive/y/b/" in links(archive, "z/a/")
    assert links(archive, "y/c/") == ["/archive/y/b/"]


def test_a_page_names_itself(archive: SmallArchive) -> None:
    archive.article(
        "x/a.md", "A", "date: 2018", body="[1]({{ page.url }}) [2]({{ page.url }}#s)\n\n## S"
    )
    assert archive.build().codes == []
    assert links(archive, "x/a/") == ["/archive/x/a/", "/archive/x/a/#s"]


@pytest.mark.parametrize(
    "target",
    [
        "/en/news/2006/12/22/repo-moved/",
        "/en/news/2006/12/22/repo-moved",
        "/en/news/2006/12/22/repo-moved.html",
        "/en/news/2006/12/22/repo-moved/index.html",
        "/en/news/2006/12/22/repo-moved/#part",
        "/2006/12/22/repo-moved/",
        "/2006/12/repo-moved/",
        "/Big%20Changes/2006/12/22/repo-moved.html",
        "/big-changes/en/2006/12/22/repo-moved.html",
        "/en/news/repo-moved/",
        "/news/repo-moved.html",
        "/repo-moved.html",
        "/the-repository-has-moved.html",
        "2006/12/22/repo-moved.html",
        "{{ site.baseurl }}/en/news/2006/12/22/repo-moved/",
    ],
)
def test_an_old_address_finds_the_article(archive: SmallArchive, target: str) -> None:
    archive.article(
        "en/news/_posts/2006-12-22-repo-moved.md",
        "The repository has moved",
        "categories: [Big Changes]",
        body="## Part",
    )
    archive.article("a.md", "A", "date: 2018", body=f"[x]({target})")
    assert archive.build().report["problems"] == []
    (found,) = links(archive, "a/")
    assert found.partition("#")[0] == "/archive/en/news/posts/2006-12-22-repo-moved/"


@pytest.mark.parametrize(
    "target",
    [
        *("/2006/12/23/repo-moved/", "/2007/12/22/repo-moved/", "/other/2006/12/22/repo-moved/"),
        *("/de/news/repo-moved/", "/2006/12/22/repo/", "/moved/", "/repo-moved/more/"),
    ],
)
def test_no_other_address_does(archive: SmallArchive, target: str) -> None:
    archive.article("en/news/_posts/2006-12-22-repo-moved.md", "Moved")
    archive.article("a.md", "A", "date: 2018", body=f"[x]({target})")
    assert archive.build().codes == ["W002"]


def test_an_old_address_of_two_is_none(archive: SmallArchive) -> None:
    for language in ("de", "en"):
        archive.article(f"{language}/_posts/2006-12-22-moved.md", "Moved")
    body = "[x](/2006/12/22/moved/) [y](/de/2006/12/22/moved/)"
    archive.article("a.md", "A", "date: 2018", body=body)
    assert archive.build().codes == ["W002"]
    assert "/archive/de/posts/2006-12-22-moved/" in links(archive, "a/")


def test_a_hint_names_what_may_be_meant_and_mends(archive: SmallArchive) -> None:
    archive.article("2017/10/08-fire-in-the-port.md", "Fire", "date: 2017")
    archive.write("2017/10/map of port.png", png())
    body = "[x](fire-in-port.md) ![y](/img/map-of-port.png)"
    archive.article("2018/a.md", "A", "date: 2018", body=body)
    problems = archive.build().report["problems"]
    for problem, written in zip(problems, ("fire-in-port.md", "/img/map-of-port.png"), strict=True):
        instead = re.match(r"write (\S+) if ", problem["hint"])
        assert instead, problem
        body = body.replace(written, instead[1])
    archive.article("2018/a.md", "A", "date: 2018", body=body)
    assert archive.build().codes == []


@pytest.mark.parametrize(
    ("file", "said", "hint"),
    [
        ("chart.svg", "files of the kind .svg are not published", "save it as PNG"),
        ("scan.TIFF", "files of the kind .tiff are not published", "save it as JPEG"),
        ("photo.heic", "files of the kind .heic are not published", "save it as JPEG"),
        ("layers.psd", "files of the kind .psd are not published", "save it as JPEG"),
        ("tool.exe", "files of the kind .exe are not published", "JPEG or PNG"),
        ("draft.md", "leads to a draft", "publish it"),
    ],
)
def test_what_is_there_but_not_published_is_said_so(
    archive: SmallArchive, file: str, said: str, hint: str
) -> None:
    archive.write(f"x/{file}", "---\ntitle: D\ndate: 2017\ndraft: true\n---\n\nx")
    body = f"![a]({file}) [b](/x/{file})"
    archive.article("x/a.md", "A", "date: 2018", body=body if "draft" not in file else body[7:])
    found = [p for p in archive.build().report["problems"] if p["code"] in ("W002", "W004")]
    assert {p["line"] for p in found} == {6}
    assert all(said in p["message"] for p in found)
    hints = " ".join(problem["hint"] for problem in found)
    assert hint in hints
    assert ("ZIP" in hints) == ("exe" in file)


def test_a_site_without_its_scheme_is_told(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2018", body="[x](www.other.example/y)")
    (found,) = archive.build().report["problems"]
    assert found["hint"] == "write https://www.other.example/y if it leads to another site"

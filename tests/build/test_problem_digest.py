"""Many problems of one kind are one line with their common cause; a few are listed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.build.problem_digest import digest_problems, first_folder, link_target
from dateline.problems import CODES, Problem, problem
from tests.conftest import SmallArchive

MESSAGES = st.one_of(
    st.sampled_from(
        [
            "the link /blog/a/ leads to nothing in this archive",
            "the link b.md leads to nothing in this archive",
            "the image pics/{n}.png leads to nothing in this archive",
            "tagz is not a field; tags is",
            'date: not a date (got "x")',
        ]
    ),
    st.text(max_size=30),
)
PROBLEMS = st.lists(
    st.builds(
        problem,
        st.sampled_from(["E010", "E011", "E012", "W001", "W002", "W004", "W009", "W012", "W030"]),
        st.sampled_from(["a.md", "b.md", "2017/c.md"]),
        MESSAGES,
        line=st.one_of(st.none(), st.integers(1, 9)),
        hint=st.sampled_from(["", "mend it", "write `x`"]),
    ),
    max_size=120,
)


@given(
    PROBLEMS, st.booleans(), st.dictionaries(st.sampled_from(["E011", "W002 /blog/"]), st.text())
)
def test_every_problem_is_counted_once(
    problems: list[Problem], is_all: bool, causes: dict[str, str]
) -> None:
    entries = digest_problems(problems, causes, is_all=is_all)
    told = [each for entry in entries for each in entry.problems]
    assert sorted(map(id, told)) == sorted(map(id, problems))
    if is_all:
        assert [entry.text for entry in entries] == [str(each) for each in problems]
    else:
        assert sum(entry.lines for entry in entries) <= 60
    for entry in entries:
        assert len({each.code for each in entry.problems}) == 1
        assert entry.problems[0].code in entry.text.splitlines()[0]


@settings(deadline=None)
@given(PROBLEMS)
def test_few_problems_are_told_as_they_are(problems: list[Problem]) -> None:
    few = problems[:10]
    assert [entry.text for entry in digest_problems(few)] == [str(each) for each in few]


def test_one_of_each_code_is_not_grouped() -> None:
    problems = [problem(code, f"{code}.md", "it is wrong") for code in CODES]
    assert len(digest_problems(problems)) == len(problems)


def test_a_thousand_are_one_line_with_three_places() -> None:
    found = [
        problem("W009", f"{n}.md", "<iframe> is not published", line=n) for n in range(1, 1001)
    ]
    (entry,) = digest_problems(found)
    assert entry.text == (
        "W009 warning: <iframe> is not published, 1,000 times in 1,000 files: "
        "1.md:1, 2.md:2, 3.md:3, …"
    )


def test_errors_are_told_each_where_they_are_not_many() -> None:
    found = [problem("E012", f"{n}.md", f"date: {n} is none", hint="write it") for n in range(10)]
    many = [problem("W009", f"{n}.md", "<iframe> is not published") for n in range(99)]
    entries = digest_problems(found + many)
    assert [str(each) for each in found] == [entry.text for entry in entries[:10]]
    assert len(entries) == 11


@pytest.mark.parametrize(
    ("target", "folder"),
    [
        ("/blog/2017/a/", "/blog/"),
        ("/blog", ""),
        ("../pics/a.png", "pics/"),
        ("a.md", ""),
        ("https://x.example/a", ""),
        ("{{ site.url }}/a", "{{ site.url }}/"),
        ("", ""),
    ],
)
def test_what_an_address_begins_with(target: str, folder: str) -> None:
    found = problem("W002", "a.md", f"the link {target} leads to nothing in this archive")
    assert link_target(found) == target
    assert first_folder(target) == folder


def hint_below(outcome_text: str, start: str) -> str:
    lines = outcome_text.splitlines()
    at = next(n for n, line in enumerate(lines) if start in line)
    return lines[at + 1].strip()


def test_links_that_miss_one_folder_are_told_and_the_cure_works(archive: SmallArchive) -> None:
    for n in range(30):
        archive.article(f"2017/{n:02}.md", "A", "date: 2017", body=f"[x](/blog/2017/{29 - n:02}/)")
    outcome = archive.run("check")
    assert "W002 warning: 30 links begin with /blog/, and no file does: " in outcome.out
    hint = hint_below(outcome.out, "30 links")
    assert hint.startswith("all of them would lead to a file without /blog/")
    assert "move the articles into blog/ within the content folder" in hint
    (archive.content / "2017").rename(archive.content / "x")
    (archive.content / "blog").mkdir()
    (archive.content / "x").rename(archive.content / "blog" / "2017")
    assert archive.run("check", "--json").codes == []


def test_a_folder_that_has_files_is_not_said_to_have_none(archive: SmallArchive) -> None:
    archive.article("blog/there.md", "A", "date: 2017")
    for n in range(30):
        archive.article(
            f"{n:02}.md", "A", "date: 2017", body=f"[x](/blog/{n:02}/) ![y](img/{n}.png)"
        )
    told = archive.run("check").out
    assert "30 links begin with /blog/ and lead nowhere" in told
    assert "30 images begin with img/ and lead nowhere" in told


def test_one_missing_file_is_told_by_its_name(archive: SmallArchive) -> None:
    for n in range(30):
        archive.article(f"{n:02}.md", "A", "date: 2017", body="![y](/logo.png)")
    told = archive.run("check").out
    assert "30 images lead to /logo.png, which is nowhere in this archive" in told


@pytest.mark.parametrize(
    ("code", "have", "others", "setting"),
    [
        ("E011", 'posted_at: "2017-10-08"', "title: A", "date"),
        ("E011", "day: 2017-10", "title: A", "date"),
    ],
)
def test_a_field_that_holds_what_is_missing_is_named_and_the_setting_reads_it(
    code: str, have: str, others: str, setting: str, archive: SmallArchive
) -> None:
    for n in range(40):
        archive.write(f"{n:02}.md", f"---\n{others}\n{have}\nlayout: x\n---\nText {n}.\n")
    for n in range(40, 43):
        archive.write(f"{n:02}.md", f"---\n{others}\nnote: x\n---\nText {n}.\n")
    outcome = archive.run("build", "--no-search")
    assert outcome.code == 1
    hint = hint_below(outcome.err, code)
    name = have.partition(":")[0]
    assert hint.startswith(
        f"40 of them have a field `{name}` that holds one: set `[fields] {setting}"
    )
    line = hint.partition("[fields] ")[2].partition("`")[0]
    archive.configure('base_url = "https://example.org/"', "[fields]", line)
    assert archive.build("--keep-going").report["left_out"] == 3


def test_all_lists_each_and_json_has_each(archive: SmallArchive) -> None:
    for n in range(30):
        archive.article(f"{n:02}.md", "A", "date: 2017", "tagz: x")
    for command in ("build", "check"):
        few = archive.run(command)
        assert len((few.out + few.err).splitlines()) < 12
        assert "W001 warning: tagz is not a field, 30 times in 30 files" in few.out + few.err
        assert "30 problems in all; --all lists each" in few.out + few.err
        every = archive.run(command, "--all")
        assert (every.out + every.err).count(": W001 warning: tagz is not a field; tags is") == 30
        assert archive.run(command, "--json").codes == ["W001"] * 30

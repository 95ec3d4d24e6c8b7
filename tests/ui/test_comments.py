"""Comments on the page and in the file: text as it was written, never markup, never a formula, in its own direction."""

from datetime import date

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Period
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.export.csv_file import csv_file
from cx.metrics.comments import EVERYTHING, Sought
from cx.story.comments import CommentsShown, comments_shown
from cx.story.telling import Telling
from cx.ui.comments import comments_sheet, table
from tests.metrics.asking import answer
from tests.metrics.company import opened

TEXTS = {
    "<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<img src=x onerror="go()">': "&lt;img src=x onerror=&quot;go()&quot;&gt;",
    "[press](javascript:go()) **bold** :red[x]": "[press](javascript:go()) **bold** :red[x]",
    "safe\u202egnp.exe\u2066": "safegnp.exe",
    "</td></tr></table>": "&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;",
    "התמיכה, תודה.": "התמיכה, תודה.",
    "=HYPERLINK(1)": "=HYPERLINK(1)",
    "two\nlines": "two\nlines",
}


NAMED = {"account_id": "<b>A2</b>", "name": "Zoë & Co", "as_of": "2024-01-01"}


def shown(sought: Sought = EVERYTHING, page: int | None = 0) -> CommentsShown:
    rows = [
        answer(at, "nps", 9, responded_at="2024-08-10", comment=text, account_id=f"<b>A{at}</b>")
        for at, text in enumerate(TEXTS)
    ]
    with (
        opened({"survey": rows, "accounts": [NAMED]}, Settings(fiscal_year_starts=1)) as store,
        store.cursor() as cursor,
    ):
        selection = Selection(Period(date(2024, 7, 1), date(2024, 9, 30)), date(2024, 12, 31))
        return comments_shown(Telling(cursor, selection, store.settings, Words("en")), sought, page)


@pytest.fixture(scope="module")
def page() -> CommentsShown:
    return shown()


@pytest.mark.parametrize("text", TEXTS)
def test_a_comment_is_drawn_as_the_text_it_is_in_its_own_direction(page, text):
    drawn = table(page.exhibit)
    assert f'dir="auto">{TEXTS[text]}</td>' in drawn
    assert "&lt;b&gt;A1&lt;/b&gt;" in drawn and "<b>A1" not in drawn


def test_no_tag_of_a_table_of_comments_comes_from_the_data(page):
    drawn = table(page.exhibit)
    assert drawn.count("<tr>") == len(TEXTS) + 1
    assert drawn.count("<td") == 6 * len(TEXTS) == drawn.count("</td>")
    assert [sign for sign in ("<script", "<img", "\u202e", "\u2066") if sign in drawn] == []


def test_the_file_holds_the_caption_and_the_comments_and_no_formula():
    lines = csv_file(comments_sheet(shown(page=None).exhibit)).decode("utf-8-sig").split("\r\n")
    assert lines[0] == 'Shown,"8 comments, the newest first · all customers · 2024 Q3 · data to 31 Dec 2024"'
    assert lines[1] == "Answered,Question,Score,Touchpoint,Account,Account id,Comment"
    text = "\r\n".join(lines)
    assert "Zoë & Co,<b>A2</b>,[press]" in text and "<b>A1</b>,<b>A1</b>," in text
    assert "'=HYPERLINK(1)" in text and ",=HYPERLINK" not in text


def test_an_account_is_called_by_its_name(page):
    assert sorted(str(row[4]) for row in page.exhibit.rows)[-1] == "Zoë & Co"
    assert "Zoë &amp; Co" in table(page.exhibit) and "&lt;b&gt;A2" not in table(page.exhibit)


def test_the_caption_says_what_the_comments_were_narrowed_by():
    found = shown(Sought("תודה", "nps", "high"))
    assert found.exhibit.caption == (
        "1 comment, the newest first · with “תודה” · NPS · Promoters, satisfied, found it easy · all customers · "
        "2024 Q3 · data to 31 Dec 2024"
    )
    assert found.exhibit.rows[0][:3] == ("10 Aug 2024", "NPS", "9 (0–10)")

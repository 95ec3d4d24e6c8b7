"""The story on filled, thin and empty data: pages tell, figures are the command's, changes have their word."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import cache

import pytest

from cx.contracts.filters import Selection
from cx.contracts.periods import Grain, Period, period_named
from cx.contracts.settings import Settings
from cx.contracts.words import Words
from cx.insights.finding import findings
from cx.metrics.compute import compute
from cx.metrics.registry import REGISTRY
from cx.metrics.value import BEGINS_LATER
from cx.store.database import Store
from cx.story.board import ADOPTION, FILLED_BY, RENEWALS, SERVICE, VOICE, board
from cx.story.doubts import DOUBTS
from cx.story.exhibit import Story, Tone
from cx.story.explored import ALSO_FILLED_BY, explored
from cx.story.headlines import HEADLINES
from cx.story.phrases import change_sentence, level
from cx.story.sections import meaning, title
from cx.story.telling import Telling
from tests.metrics import company as made
from tests.metrics.asking import answer, term, ticket
from tests.metrics.company import Company, Row, opened

WORDS = Words("en")
PAGES = {
    "voice": (VOICE, "segment"),
    "service": (SERVICE, "region"),
    "renewals": (RENEWALS, "segment"),
    "adoption": (ADOPTION, "segment"),
    "without a split": (SERVICE, None),
}
FILLS = {
    "voice": ("survey",),
    "service": ("tickets",),
    "renewals": ("renewals",),
    "adoption": ("renewals", "usage"),
    "without a split": ("tickets",),
}
"""The exports that fill a page to explore; the board is filled by all."""
QUARTER = Period(date(2024, 7, 1), date(2024, 9, 30))
END = date(2024, 12, 31)
CERTAIN = re.compile(r"\b(sure|likely|cannot tell yet|cannot be told yet|too few (answers|cases))\b")
LEDGER = re.compile(r"\b(all \d|the one (account|contract)|all tickets so far)")
UNFINISHED = re.compile(r"\bNone\b|\bnan\b|\binf\b|[{}]|\d\.\d{3}|\d{5}(?!-)")


def moving(month: int, size: int, seed: int) -> list[Row]:
    """Answers of one month whose promoters grow with the month, so that there is a change to tell."""
    chance = random.Random(seed)
    return [
        answer(
            seed * 10_000 + at,
            "nps",
            10 if chance.random() < month / 12 else 3,
            responded_at=f"2024-{month:02}-10",
            sent_at=f"2024-{month:02}-01",
            account_id=f"A{1 + at % 5}",
        )
        for at in range(size)
    ]


def full() -> Company:
    chance = random.Random(1)
    return {
        "accounts": made.accounts(chance),
        "survey": made.survey(chance, 250)
        + [row | {"question": "moving"} for month in range(1, 13) for row in moving(month, 60, month)],
        "tickets": made.tickets(chance, 300),
        "renewals": made.renewals(chance, 40),
        "usage": made.usage(chance, 200),
    }


LATE = {"opened_at": "2024-08-03 10:00", "resolved_at": "2024-08-04 10:00"}
COMPANIES: dict[str, Company] = {
    "empty": {},
    "one row": {"survey": [answer(1, "nps", 9, responded_at="2024-08-01")]},
    "three rows": {
        "survey": [answer(1, "csat", 4, scale="1-5", responded_at="2024-08-01")],
        "tickets": [ticket(1, **LATE)],
        "renewals": [term("C1", "2023-08-01", "2024-08-01", 100)],
    },
    "undecided": {"renewals": [term("C1", "2023-08-01", "2024-08-01", 100, outcome="pending")]},
    "tickets only": {"tickets": made.tickets(random.Random(2), 120)},
    "survey only": {"survey": made.survey(random.Random(3), 120)},
    "renewals only": {"renewals": made.renewals(random.Random(4), 30)},
    "usage only": {"usage": made.usage(random.Random(5), 50)},
    "full": full(),
}
SETTINGS = Settings(fiscal_year_starts=1, base_currency="EUR", rates={"USD": 0.5})


@pytest.fixture(scope="module")
def stores() -> Iterator[dict[str, Store]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(opened(company, SETTINGS)) for name, company in COMPANIES.items()}


@pytest.fixture(scope="module")
def stories(stores) -> Callable[[str, str], Story]:
    """The story of the quarter on a page of one of the companies, told once."""
    return cache(lambda name, page: told(stores[name], page))


def told(store: Store, page: str, period: Period = QUARTER, settings: Settings = SETTINGS) -> Story:
    with store.cursor() as cursor:
        telling = Telling(cursor, Selection(period, END), settings, WORDS)
        return board(telling) if page == "board" else explored(*PAGES[page], telling)


def texts(story: Story) -> list[str]:
    """Everything that the story says."""
    found = [story.headline, *story.lede, story.period, *story.missing]
    for tile in story.tiles:
        found += [tile.name, tile.value, tile.change, tile.certainty, tile.detail, tile.help]
    for section in story.sections:
        found += [section.title, *section.meaning, *(cell for row in section.evidence for cell in row)]
        for exhibit in section.exhibits:
            found += [exhibit.takeaway, exhibit.caption]
            found += [
                text for series in exhibit.series for point in series.points for text in (point.label, point.note)
            ]
    return found


def without_dates(text: str) -> str:
    return re.sub(r"\d{4}-\d{2}-\d{2}", "", text)


@pytest.mark.parametrize("page", ["board", *PAGES])
@pytest.mark.parametrize("name", COMPANIES)
def test_every_page_tells_and_says_what_is_missing(stories, name, page):
    story = stories(name, page)
    assert story.headline
    company, wanted = COMPANIES[name], FILLS.get(page, FILLED_BY)
    hints = [WORDS.say(FILLED_BY[extract]) for extract in FILLED_BY if extract in wanted and extract not in company]
    by = PAGES[page][1] if page in PAGES else None
    rows = [row for extract in wanted for row in company.get(extract, ())]
    further = ALSO_FILLED_BY.get(PAGES[page][0], {}) if page in PAGES and story.sections else {}
    hints += [WORDS.say(hint) for extract, hint in further.items() if extract not in company]
    if by and rows and "accounts" not in company and not any(row.get(by) for row in rows):
        hints.append(f"An accounts export would show this by {by}.")
    assert list(story.missing) == hints
    unfinished = [text for text in texts(story) if UNFINISHED.search(without_dates(text))]
    assert unfinished == []
    for section in story.sections:
        assert section.title and (section.exhibits or section.meaning)
        assert section.title in {exhibit.takeaway for exhibit in section.exhibits} or not section.exhibits
        assert all(exhibit.takeaway for exhibit in section.exhibits)


def test_an_empty_database_has_nothing_to_tell(stories):
    story = stories("empty", "board")
    assert (story.tiles, story.sections, story.lede) == ((), (), ())
    assert story.headline == "There is nothing to tell for 2024 Q3 yet."


def test_renewals_alone_tell_retention(stories):
    story = stories("renewals only", "board")
    assert "grr" in {tile.key for tile in story.tiles}


@pytest.mark.parametrize(("page", "fiscal"), [("board", 4), ("voice", 10), ("renewals", 7), ("adoption", 1)])
def test_a_whole_year_tells_under_any_fiscal_year(stores, page, fiscal):
    settings = SETTINGS.model_copy(update={"fiscal_year_starts": fiscal})
    story = told(stores["full"], page, period_named("2024", fiscal), settings)
    assert story.period == "2024"
    assert not any(UNFINISHED.search(without_dates(text)) for text in texts(story))
    assert story.tiles and story.sections


@pytest.mark.parametrize("period", [QUARTER, Period(date(2024, 5, 3), date(2024, 8, 9))])
def test_every_change_of_a_sample_has_one_of_the_four_words_and_a_ledger_its_count(stores, period):
    seen = set()
    with stores["full"].cursor() as cursor:
        found = findings(cursor, [key for key in REGISTRY if key != "revenue_due"], Selection(period, END), SETTINGS)
    for key, finding in found.items():
        for item in (finding.since_previous, finding.since_last_year):
            sentence = change_sentence(item, WORDS, SETTINGS, "EUR")
            if item.value is None:
                assert "nothing to compare" in sentence
            elif REGISTRY[key].ledger:
                assert LEDGER.search(sentence) and not CERTAIN.search(sentence), sentence
            else:
                assert CERTAIN.search(sentence), sentence
                seen.add(item.verdict)
            assert ("rose" in sentence or "fell" in sentence) <= item.is_told
    assert len(seen) > 1


STATED = tuple(line for key, pair in HEADLINES.items() if not REGISTRY[key].ledger for line in pair)


@pytest.mark.parametrize("period", [QUARTER, Period(date(2024, 7, 1), date(2024, 8, 9), Grain.QUARTER)])
def test_every_title_that_states_a_change_of_a_sample_has_its_word(stores, stories, period):
    pages = ("board", "voice", "service", "renewals")
    every = [stories("full", page) if period == QUARTER else told(stores["full"], page, period) for page in pages]
    titles = [text for story in every for text in (story.headline, *(section.title for section in story.sections))]
    stating = [sentence for text in titles for sentence in text.split(". ") if sentence.startswith(STATED)]
    assert stating
    for sentence in stating:
        assert len(re.findall(r"\((?:sure|likely)\)", sentence)) == 1 + sentence.count("most of all in"), sentence


def test_a_title_of_a_complete_ledger_carries_no_word():
    terms = [term(f"C{at}", "2023-01-01", "2024-08-01" if at < 5 else "2026-01-01", 100) for at in range(10)]
    gone = term("C99", "2021-01-01", "2022-01-01", 100)
    with opened({"renewals": [*terms, gone]}, SETTINGS) as store:
        story = told(store, "renewals")
    assert "A smaller share of our revenue stays than in 2024 Q2." in [section.title for section in story.sections]


@pytest.mark.parametrize(
    ("is_open", "headline"),
    [
        (False, "No change in 2024 Q3 is large enough to lead with."),
        (True, "What changed in 2024 Q3 cannot be told yet: not all of it is known."),
    ],
)
def test_a_page_of_complete_books_speaks_of_no_chance(is_open, headline):
    terms = [term("C99", "2021-01-01", "2022-01-01", 100)]
    terms += [term(f"C{at}", "2022-01-01", None, 100) for at in range(10)]
    terms += [term("C90", "2023-09-15", "2024-09-15", 5, outcome="pending")] if is_open else []
    with opened({"renewals": terms, "tickets": [ticket(1, "2024-12-31")]}, SETTINGS) as store:
        assert told(store, "renewals").headline == headline


def test_a_book_that_may_begin_later_than_it_looks_back_says_so_and_leads_no_page():
    terms = [term(f"C{at}", "2023-01-01", "2024-08-01" if at < 5 else "2026-01-01", 100) for at in range(10)]
    with opened({"renewals": terms}, SETTINGS) as store:
        story = told(store, "renewals")
    (section,) = [item for item in story.sections if item.key == "grr"]
    assert section.title == "Gross revenue retention: 50.0\u202f%, but customers who had left before may be missing."
    assert WORDS.say(DOUBTS[BEGINS_LATER].sentence) in section.meaning
    assert "ring: customers who had left before may be missing" in section.exhibits[0].caption
    last = section.exhibits[0].series[0].points[-1]
    assert (last.is_partial, last.low, last.high) == (True, None, None)
    tile = next(item for item in story.tiles if item.key == "grr")
    assert (tile.certainty, tile.tone, tile.spark) == ("cannot tell yet", Tone.NEUTRAL, ())
    assert "retention" not in story.headline.lower()


@pytest.mark.parametrize("page", ["board", *PAGES])
def test_the_tiles_are_the_commands_figures(stores, stories, page):
    story = stories("full", page)
    assert story.tiles
    with stores["full"].cursor() as cursor:
        for tile in story.tiles:
            values = compute(cursor, [tile.key], Selection(QUARTER, END), SETTINGS)
            most = max((value for value in values if value.value is not None), key=lambda value: value.n)
            assert tile.value == level(most, WORDS, "EUR")
            if not REGISTRY[tile.key].ledger:
                assert tile.certainty.startswith(("sure", "likely", "cannot tell yet", "too few"))
            if tile.arrow != "off":
                assert tile.tone.value in ("better", "worse")


def test_a_change_without_direction_is_not_called_untold(stores):
    rows = [
        answer(
            at,
            "nps",
            9 if at % 100 < (90 if at < 200 else 20) else None,
            sent_at="2024-05-02" if at < 200 else "2024-08-02",
            responded_at=("2024-05-03" if at < 200 else "2024-08-03") if at % 100 < (90 if at < 200 else 20) else None,
        )
        for at in range(400)
    ]
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(QUARTER, END), SETTINGS, WORDS)
        found = findings(cursor, ["response_rate"], telling.selection, SETTINGS)["response_rate"]
        assert found.since_previous.is_told
        assert "no change" not in title(found, telling)


def test_the_group_that_moved_since_last_year_explains_the_year_and_no_other():
    def of(month: str, year: int, share: float, region: str, start: int) -> list[Row]:
        return [
            answer(start + at, "nps", 10 if at < 200 * share else 0, responded_at=f"{year}-{month}-05", region=region)
            for at in range(200)
        ]

    # North gains and South loses as much since the last quarter, so that only the year's change can be told.
    rows = (
        of("08", 2023, 0.3, "North", 0)
        + of("08", 2023, 0.3, "South", 1000)
        + of("05", 2024, 0.45, "North", 2000)
        + of("05", 2024, 0.75, "South", 3000)
        + of("08", 2024, 0.75, "North", 4000)
        + of("08", 2024, 0.45, "South", 5000)
    )
    with opened({"survey": rows}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(QUARTER, END), SETTINGS, WORDS)
        found = findings(cursor, ["nps"], telling.selection, SETTINGS)["nps"]
        assert telling.mover(found) is not None and not found.since_previous.is_told and found.since_last_year.is_told
        assert title(found, telling) == (
            "Customers recommend us more than in 2023 Q3 (sure), most of all in North (sure)."
        )
        said = [line for line in meaning(found, telling) if "moved it most" in line]
        assert [line.split(":")[0] for line in said] == [
            f"The region that moved it most since {period} is {group}"
            for period, group in (("2024 Q2", "North"), ("2023 Q3", "North"))
        ]


@pytest.mark.parametrize(
    ("without", "said"),
    [
        (0, None),
        (1, "1 ticket opened in the period without a promise is not counted."),
        (3, "3 tickets opened in the period without a promise are not counted."),
    ],
)
def test_tickets_without_a_promise_are_named_beside_the_promises_kept(without, said):
    promised = ticket(0, "2024-08-01 10:00", promised_at="2024-08-02 10:00")
    rows = [promised, *(ticket(1 + at, "2024-08-01 10:00", promised_at=None) for at in range(without))]
    with opened({"tickets": rows}, SETTINGS) as store, store.cursor() as cursor:
        telling = Telling(cursor, Selection(QUARTER, END), SETTINGS, WORDS)
        found = findings(cursor, ["sla_attainment"], telling.selection, SETTINGS)["sla_attainment"]
        sentences = [sentence for sentence in meaning(found, telling) if "without a promise" in sentence]
    assert sentences == ([said] if said else [])


@pytest.fixture(scope="module")
def without_accounts() -> Iterator[Store]:
    """Answers that say their region, and tickets that do not; nothing is known of the accounts."""
    rows = {
        "survey": [answer(at, "nps", 9, responded_at="2024-08-01", region="North") for at in range(3)],
        "tickets": [ticket(1, **LATE)],
        "owner_changes": [{"ticket_id": "T1", "changed_at": LATE["opened_at"], "to_team": "Desk"}],
        "touches": [{"touch_id": "M1", "happened_at": "2024-08-01"}],
    }
    with opened(rows, SETTINGS) as store:
        yield store


@pytest.mark.parametrize(
    ("page", "by", "is_hinted"),
    [("voice", "tier", True), ("voice", "region", False), ("voice", "channel", False), ("service", "region", True)],
)
def test_accounts_are_hinted_at_only_where_nothing_else_tells_the_groups(without_accounts, page, by, is_hinted):
    with without_accounts.cursor() as cursor:
        story = explored(PAGES[page][0], by, Telling(cursor, Selection(QUARTER, END), SETTINGS, WORDS))
    hint = f"An accounts export would show this by {by}."
    assert story.missing == ((hint,) if is_hinted else ())


def test_a_page_never_says_that_nothing_can_be_told_above_a_told_change(stories):
    for name in COMPANIES:
        for page in ("board", *PAGES):
            story = stories(name, page)
            unsaid = "can be told from chance yet" in story.headline
            assert not (unsaid and any(re.search(r"\b(sure|likely);", line) for line in story.lede)), (name, page)


def test_one_case_is_called_too_few_in_the_title_and_a_later_export_is_named_with_its_first_day(stores):
    now, before = (told(stores["three rows"], "service", period_named(name)) for name in ("2024Q3", "2024Q2"))
    titles = {section.key: section.title for section in now.sections}
    assert titles["first_contact_resolution"].endswith("% from 1 ticket, too few to judge by.")
    assert titles["backlog"] in ("Backlog: 0.", "Backlog: 0, as in 2024 Q2.")
    said = "Tickets: the first is of 3 Aug 2024, after 2024 Q2. Choose a later quarter to see them."
    assert said in before.missing and said not in now.missing


def test_an_own_section_follows_the_one_whose_reader_asks_for_it(stories):
    keys = [section.key for section in stories("tickets only", "service").sections]
    for follower, leader in (("resolution_hours-curve", "resolution_hours"), ("ticket-flow", "backlog")):
        assert keys.index(follower) == keys.index(leader) + 1


def test_an_undecided_figure_is_shown_as_its_limits_everywhere_and_never_as_one_end(stories):
    """What became of the one contract is not known yet: gross retention may be nothing or all."""
    story = stories("undecided", "renewals")
    tile = next(item for item in story.tiles if item.key == "grr")
    assert (tile.value, tile.change, tile.arrow, tile.spark) == ("0.0 to 100.0\u202f%", "", "off", ())
    assert tile.certainty == "cannot tell yet"
    assert tile.detail.startswith("not every outcome is known yet")
    section = next(item for item in story.sections if item.key == "grr")
    last = section.exhibits[0].series[0].points[-1]
    assert last.text == tile.value == section.evidence[0][1]
    assert section.evidence[0][4] == ""

"""The section on how much retention rests on one account: without it, and for the account in the middle."""

from cx.contracts.units import Unit, figure
from cx.contracts.words import N_, whole
from cx.metrics.book_values import is_early
from cx.metrics.concentration import LARGE, Concentration, concentration
from cx.metrics.value import BEGINS_LATER
from cx.story.doubts import DOUBTS
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.level_rows import level_rows
from cx.story.phrases import day
from cx.story.telling import Telling


def concentration_section(telling: Telling, _by: str | None) -> Section | None:
    """Retention with and without the largest account; None with fewer than two accounts a year before, or none now."""
    found = concentration(telling.cursor, telling.selection, telling.settings)
    if found is None or not found.nrr:
        return None
    heading = _heading(found, telling)
    exhibits, told = (_exhibit(found, heading, telling),), level_rows(("nrr", "grr"), telling)
    return Section("concentration", heading, exhibits, _meaning(found, telling), told)


def _heading(found: Concentration, telling: Telling) -> str:
    template = (
        N_("One account, {account}, makes {share} of last year's value: NRR is {all}, and {without} without it.")
        if found.is_large
        else N_(
            "No account makes more than {large} % of last year's value: NRR is {all}, and {without} without the largest."
        )
    )
    return telling.words.say(template, **_places(found))


def _places(found: Concentration) -> dict[str, str]:
    return {
        "account": _account(found),
        "share": figure(found.share, Unit.PERCENT),
        "large": f"{LARGE:.0f}",
        "all": figure(found.nrr, Unit.PERCENT),
        "without": figure(found.nrr_without, Unit.PERCENT),
        "grr": figure(found.grr, Unit.PERCENT),
        "grr_without": figure(found.grr_without, Unit.PERCENT),
        "top": figure(found.top_nrr, Unit.PERCENT),
        "middle": figure(found.median_nrr, Unit.PERCENT),
        "n": whole(found.accounts),
    }


def _account(found: Concentration) -> str:
    return found.name or found.top


def _meaning(found: Concentration, telling: Telling) -> tuple[str, ...]:
    places = _places(found)
    said = [
        telling.words.say(
            N_(
                "The largest of {n} accounts a year before is {account} with {share} of their value; its own value is now "
                "{top} of what it was. GRR is {grr} with it and {grr_without} without it."
            ),
            **places,
        ),
        telling.words.say(
            N_(
                "The account in the middle is worth {middle} of what it was: half of the accounts are worth as much of "
                "theirs or more. It tells how the usual customer fares, whatever the large ones do."
            ),
            **places,
        ),
    ]
    if found.is_large:
        said.append(
            telling.words.say(
                N_("Above {large} % in one account, a range for accounts like these is mostly about that account."),
                **places,
            )
        )
    if found.pending:
        said.append(
            telling.words.say(
                N_("{amount} of it is still pending and shown as left or shrunk."), amount=telling.money(found.pending)
            )
        )
    if is_early(telling.cursor, found.days.start):
        said.append(telling.words.say(DOUBTS[BEGINS_LATER].sentence))
    return tuple(said)


def _exhibit(found: Concentration, heading: str, telling: Telling) -> Exhibit:
    say, n = telling.words.say, found.accounts
    net = (
        Point(say(N_("NRR, all accounts")), found.nrr, n=n),
        Point(say(N_("NRR without the largest")), found.nrr_without, n=n - 1),
        Point(say(N_("NRR of the account in the middle")), found.median_nrr, n=n),
        Point(say(N_("NRR of the largest")), found.top_nrr, n=1),
    )
    gross = (
        Point(say(N_("GRR, all accounts")), found.grr, n=n),
        Point(say(N_("GRR without the largest")), found.grr_without, n=n - 1),
    )
    caption = telling.words.plural(
        N_("Retention with and without the largest account, percent · {filters} · {start} to {end}: {n} account"),
        N_("Retention with and without the largest account, percent · {filters} · {start} to {end}: {n} accounts"),
        n,
        filters=telling.filters,
        start=day(found.days.start, telling.words),
        end=day(found.days.end, telling.words),
    )
    series = (
        Series(say(N_("Net revenue retention")), net),
        Series(say(N_("Gross revenue retention")), gross),
    )
    return Exhibit("concentration", Shape.BARS, heading, caption, Unit.PERCENT, series)

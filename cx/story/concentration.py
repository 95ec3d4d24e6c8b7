"""The section on how much retention rests on one account: without it, and for the account in the middle."""

from cx.contracts.units import Unit, figure, span
from cx.contracts.words import N_, whole
from cx.metrics.book_values import is_early
from cx.metrics.concentration import LARGE, Concentration, concentration
from cx.metrics.value import BEGINS_LATER
from cx.story.doubts import DOUBTS
from cx.story.exhibit import Exhibit, Point, Section, Series, Shape
from cx.story.level_rows import level_rows
from cx.story.period_names import day
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
    return telling.words.say(template, **_places(found, telling))


def _places(found: Concentration, telling: Telling) -> dict[str, str]:
    return {
        "account": _account(found),
        "share": figure(found.share, Unit.PERCENT),
        "large": f"{LARGE:.0f}",
        "all": _level(found, "nrr", telling),
        "without": _level(found, "nrr_without", telling),
        "grr": _level(found, "grr", telling),
        "grr_without": _level(found, "grr_without", telling),
        "top": _level(found, "top_nrr", telling),
        "middle": _level(found, "median_nrr", telling),
        "n": whole(found.accounts),
    }


def _level(found: Concentration, name: str, telling: Telling) -> str:
    """One of its figures; while some value is not decided, the limits between which it will lie."""
    low, high = _limits(found, name)
    least, most = figure(low, Unit.PERCENT), figure(high, Unit.PERCENT)
    return least if least == most else span(low, high, Unit.PERCENT, telling.words)


def _limits(found: Concentration, name: str) -> tuple[float, float]:
    return getattr(found, name), getattr(found.most or found, name)


def _account(found: Concentration) -> str:
    return found.name or found.top


def _meaning(found: Concentration, telling: Telling) -> tuple[str, ...]:
    places = _places(found, telling)
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
                N_("{amount} is still pending: the lower limits take it as lost, the upper ones as renewed."),
                amount=telling.money(found.pending),
            )
        )
    if is_early(telling.cursor, found.days.start):
        said.append(telling.words.say(DOUBTS[BEGINS_LATER].sentence))
    return tuple(said)


def _exhibit(found: Concentration, heading: str, telling: Telling) -> Exhibit:
    say, n = telling.words.say, found.accounts
    net = (
        _mark(say(N_("NRR, all accounts")), found, "nrr", n, telling),
        _mark(say(N_("NRR without the largest")), found, "nrr_without", n - 1, telling),
        _mark(say(N_("NRR of the account in the middle")), found, "median_nrr", n, telling),
        _mark(say(N_("NRR of the largest")), found, "top_nrr", 1, telling),
    )
    gross = (
        _mark(say(N_("GRR, all accounts")), found, "grr", n, telling),
        _mark(say(N_("GRR without the largest")), found, "grr_without", n - 1, telling),
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


def _mark(name: str, found: Concentration, key: str, n: int, telling: Telling) -> Point:
    """A bar; of what is not decided yet with both its limits."""
    low, high = _limits(found, key)
    if figure(low, Unit.PERCENT) == figure(high, Unit.PERCENT):
        return Point(name, low, n=n)
    return Point(name, low, low, high, n, text=_level(found, key, telling))

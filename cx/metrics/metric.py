"""What a metric is: one record that every page, deck and shell reads."""

from dataclasses import dataclass
from enum import StrEnum

from cx.contracts.units import Direction, Unit


class Form(StrEnum):
    """How a figure is made from its rows, and so how its interval is."""

    NPS = "promoters minus detractors"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "Kaplan-Meier quantile"
    MIDDLE = "median over accounts"
    TOTAL = "total"
    RATIO = "ratio of sums"
    RATE = "events per account"
    WEIGHTED = "mean over accounts by weight"


class Grid(StrEnum):
    """What is counted, and when."""

    ROWS = "rows of the period"
    BOOK_BY_ACCOUNT = "accounts in force on two days"
    BOOK_BY_CONTRACT = "contracts in force on two days"
    DAY = "accounts on the last day"
    REACH = "accounts on the last day and their rows of the period"
    INVITED = "accounts invited in the period"
    WEIGHTED = "accounts with rows of the period"
    OPEN = "rows open at the end of the last day"
    AHEAD = "terms due after the last day"
    LIFETIME = "accounts on the last day, and what became of those of a year before"


BOOKS = (Grid.BOOK_BY_ACCOUNT, Grid.BOOK_BY_CONTRACT)
"""What compares the book on two days."""


@dataclass(frozen=True)
class Metric:
    """One metric.

    For rows, `counted` says which rows belong and `value` what each is worth: 0 or 1 for a share, -1, 0 or 1 for NPS.
    For ratios, `value` is summed over `base`. For durations, `value` is how long and `observed` whether it ended. For
    accounts invited, `value` says whether an invitation was answered. For weighted means, `base` is the weight of an
    account, which may be its `worth`. For accounts on the last day and their rows, `value` and `base` are over the
    account's `worth` and its number of `events`. For what is open, `value` says whether a row is and `observed` the
    day on which it ended. Expressions are over the fact's wide table and may name $as_of and the settings.
    """

    key: str
    name: str
    question: str
    fact: str
    form: Form
    unit: Unit
    direction: Direction
    formula: str
    interval: str
    left_out: str
    source: str
    minimum_n: int
    smallest_change: float
    grid: Grid = Grid.ROWS
    clock: str = ""
    counted: str = ""
    value: str = ""
    base: str = ""
    observed: str = ""
    quantile: float = 0.5
    """For durations, the share of cases whose end the figure waits for: the median unless said otherwise."""
    negative: str = ""
    """Rows that the figure leaves out as faults of the data; they are counted."""
    pending: str = ""
    """Rows whose outcome is not known yet: they are counted apart, and the figure is not mature while there are any."""
    unpromised: str = ""
    """Rows that nothing was promised for. Without a promise they have no clock: they are counted by `opened_on`."""
    unsaid: str = ""
    """Rows that are counted apart, since nobody recorded what they are; the figure is of the others alone."""
    unripe: str = ""
    """Rows whose follow-up is not over yet: they are counted apart and in no figure."""
    whole: str = ""
    """The column that rows of one case share where one of them, which `leads`, speaks for it."""
    split: str = ""
    """A dimension over which the figure is never pooled."""
    scale: str = ""
    """The scale that all answers are on, where there is but one."""
    window: str = ""
    """The setting that holds the days of follow-up until a period is mature."""
    newcomers: bool = False
    """Of the book, true where accounts without value on the first day count too."""
    of_last_day: bool = False
    """Of the book, true for a level of the last day, with the attributes of that day; flows have those of the first."""
    looks_back: bool = False
    """Of the book, true where it matters who was here before the first day: the book must reach back to it."""
    sourced: bool = False
    """Of the book, true where it matters how an account came; what nobody recorded is its range."""
    unknown: str = ""
    """Rows that are counted apart, since nobody recorded what they are worth; both answers are the figure's range."""
    of_accounts: bool = False
    """True where only what is known of accounts can split it."""
    ledger: bool = False
    """True for a complete book: exact, so that it carries its count and no certainty word."""
    private: bool = False
    """True for answers, whose small groups are hidden unless the survey is named."""
    counts: str = "rows"
    """What n counts, a word of the catalogue of plural forms."""
    caveat: str = ""

    @property
    def adds_up(self) -> bool:
        """True for a sum: that of a part is none the less for being smaller than that of all the others together."""
        return self.form is Form.TOTAL

    @property
    def extract(self) -> str:
        """The extract that fills it."""
        return self.fact

"""Where a person says what a file cannot: the control on the page Upload, or the option or line of a mapping in the shell."""

from collections.abc import Mapping as Pairs

from cx.contracts.dimension_names import dimension_name
from cx.contracts.words import N_, PAGE, Words

TIME_ZONE = N_("Time zone of times without an offset")
DATE_ORDER = N_("Dates such as 3/4/2025")
DECIMAL = N_("Decimal sign")
END_IS = N_("What is the end date of a contract?")
SURVEY = N_("Is the survey named or anonymous?")
READING = N_("How dates, numbers and letters are read")
ROWS = N_("Rows: what one record of the file is")
QUESTIONS = N_("Several questions in a row")
CONDITIONS = N_("What depends on a column")
WORDS = N_("Words: say what they mean")
CURRENCY = N_("Currency")
SAMPLE = N_("Remove the sample company")
MORE = N_("More")
ALL_ROWS = N_("{title} of all rows")
LABELS = {
    "time_zone": TIME_ZONE,
    "date_order": DATE_ORDER,
    "decimal": DECIMAL,
    "end_is": END_IS,
    "survey": SURVEY,
    "reading": READING,
    "rows": ROWS,
    "questions": QUESTIONS,
    "conditions": CONDITIONS,
    "meanings": WORDS,
    "currency": CURRENCY,
    "sample": SAMPLE,
    "more": MORE,
}
"""What the controls are called on the page, by the names that the sentences below have for them."""

ANSWERS = {
    "time_zone": (
        N_("If the time zone is not UTC, write it at “{time_zone}”, below “{reading}”."),
        N_(
            "If the time zone is not UTC, give --declare time_zone=Europe/Bucharest, or write it below [declare] of the mapping."
        ),
    ),
    "date_order": (
        N_("Choose the order at “{date_order}”, below “{reading}”, or behind “{more}” of the column."),
        N_(
            "Declare the order: --declare date_order=dmy for day first, mdy for month first, ymd for year first. A "
            "mapping says it below [declare], or of one column."
        ),
    ),
    "decimal": (
        N_("Choose the sign at “{decimal}”, below “{reading}”, or behind “{more}” of the column."),
        N_(
            "Declare the decimal sign: --declare decimal=. or --declare decimal=,. A mapping says it below [declare], or "
            "of one column."
        ),
    ),
    "end_is": (
        N_("Choose it at “{end_is}”."),
        N_("Declare it: --declare end_is=last_day or --declare end_is=day_after."),
    ),
    "survey": (
        N_("Choose it at “{survey}”."),
        N_("Declare it: --declare survey=named or --declare survey=anonymous."),
    ),
    "constant": (
        N_("Choose it at “{all_rows}”; where it differs from row to row, say it below “{rows}”."),
        N_(
            "Give --set {field}={example} for all rows; where it differs from row to row, name its column in the mapping, "
            "or write a [[when]] for each."
        ),
    ),
    "question": (
        N_("Choose kind and scale in the table “{questions}”, below “{rows}”, or take the question out there."),
        N_(
            "Write kind (nps, csat or ces) and scale in its [[answers]] of the mapping, or take it out there: "
            "--print-mapping prints one to edit, and --mapping gives it back."
        ),
    ),
    "condition": (
        N_("Write kind and scale in the table “{conditions}”, below “{rows}”, or take the line out there."),
        N_(
            "Write kind (nps, csat or ces) and scale in its [[when]] of the mapping, or take it out there: "
            "--print-mapping prints one to edit, and --mapping gives it back."
        ),
    ),
    "interval": (
        N_("Choose the column, the unit and the interval beside “Annual value”."),
        N_(
            'Write in the mapping: annual_value = {{ header = "Amount", per = "Interval" }}, with unit = "cents" besides '
            "where they are. --print-mapping prints one to edit, and --mapping gives it back."
        ),
    ),
    "currency": (
        N_(
            "Choose the column with the currency of each row beside “{currency}”; where there is none, add one to the file."
        ),
        N_(
            'Name the column with the currency of each row in the mapping: currency = "the column\'s name" below [columns]. '
            "Where there is none, add one to the file."
        ),
    ),
    "duration": (
        N_("Choose the unit beside the column: h:mm or mm:ss."),
        N_(
            'Write the unit in the mapping: {{ header = "{column}", unit = "h:mm" }}, or mm:ss. --print-mapping prints one '
            "to edit, and --mapping gives it back."
        ),
    ),
    "metric": (
        N_("Choose a metric."),
        N_("Write its key, such as metric=nps; docs/definitions.md says what each tells."),
    ),
    "splits": (
        N_("It can be split by: {names}."),
        N_("Write segment= and --by with one of: {headers}."),
    ),
    "column": (
        N_("Choose the column beside “{title}”."),
        N_(
            'Name it in the mapping: {field} = "the column\'s name" below [columns]. --print-mapping prints one to edit, '
            "and --mapping gives it back."
        ),
    ),
    "header": (
        N_("Choose another column beside “{title}”, or below “{rows}”."),
        N_("Correct the mapping: --print-mapping prints one to edit, and --mapping gives it back."),
    ),
    "repeated": (
        N_("Choose the one that is meant beside “{title}”, or rename one of the columns in the file."),
        N_(
            "Name the one that is meant in the mapping: {field} = {example} below [columns]. Or rename one of the columns."
        ),
    ),
    "extract": (
        N_("Read it as {other}, or say that it does hold {extract} and choose its columns."),
        N_("Choose {other}, or name the columns in a mapping and give it with --mapping."),
    ),
    "words": (
        N_("Correct it, or say what it means below “{meanings}”."),
        N_("Correct it, or say what it means below [values] of the mapping."),
    ),
    "records": (
        N_("Check what is said below “{rows}”."),
        N_("Check its [skip] and [[answers]]."),
    ),
    "sample": (
        N_("Press “{sample}” first."),
        N_("Set CX_DATABASE to another file, or remove the sample with `python -m cx sample --remove`."),
    ),
}
"""For each thing to be said, the sentence of the page and that of the shell."""

CONSTANTS = {"kind": "nps", "scale": "1-5", "satisfaction_scale": "1-5", "ces_version": "2.0"}
"""Fields that are often one value for all rows, each with an example."""


def answer_sentence(about: str, words: Words, **values: object) -> str:
    """How a person says it, where the reader of these words is: on the page or in the shell."""
    page, shell = ANSWERS[about]
    labels = {name: words.say(label) for name, label in LABELS.items()}
    labels["all_rows"] = words.say(ALL_ROWS, title=values.get("title", ""))
    return words.say(page if words.front == PAGE else shell, **{**labels, **values})


def field_sentence(field: str, title: str, words: Words) -> str:
    """How a person says what fills a field: one value for all rows, or a column of the file."""
    about = "constant" if field in CONSTANTS else "column"
    return answer_sentence(about, words, field=field, title=words.say(title), example=CONSTANTS.get(field, ""))


ANSWERED = {
    "ask_date_order": "date_order",
    "ask_decimal": "decimal",
    "ask_currency": "currency",
    "ask_duration": "duration",
    "ambiguous_duration": "duration",
    "ask_end_is": "end_is",
    "ask_kind": "question",
    "sample_loaded": "sample",
    "all_left_out": "records",
    "not_in_vocabulary": "words",
    "unknown_header": "header",
    "repeated_header": "repeated",
    "wrong_extract": "extract",
    "entry_without_metric": "metric",
    "entry_unknown_dimension": "splits",
}
"""Problems that a person answers at one place, and what is said there."""
ANSWERED_BY_FIELD = ("ask_scale", "ask_ces_version", "ask_column", "missing_column")
"""Problems that are answered by what fills a field: `column` is its name, and `title` among the details."""


def answers(code: str, column: str, details: Pairs[str, str], words: Words) -> tuple[str, ...]:
    """The sentence that says where a problem is answered; none where there is no one place."""
    if code in ANSWERED:
        named = {name: details.get(name, "") for name in ("field", "example", "other", "extract", "headers")}
        names = ", ".join(dimension_name(name, words) for name in named["headers"].split(", "))
        said = {**named, "names": names, "column": column, "title": words.say(details.get("title", column))}
        return (answer_sentence(details.get("about", ANSWERED[code]), words, **said),)
    if code in ANSWERED_BY_FIELD:
        return (field_sentence(column, details.get("title", ""), words),)
    return ()

"""The profiles as a document: which exports are recognised, by what, and what they leave out and ask."""

from cx.contracts.words import N_, Words
from cx.ingest.profile import Made, Profile, Questions, Spelled, profiles


def profiles_markdown(words: Words) -> str:
    """Every profile: a table of all, then what each takes, leaves out and asks."""
    say = words.say
    head = [N_("export"), N_("holds"), N_("recognised by")]
    lines = [
        f"# {say(N_('Which exports are recognised'))}",
        "",
        say(
            N_(
                "A file that has all the columns named here is mapped by itself; what is left open is asked. An asterisk "
                "stands for any text. Other files are mapped by the names of their columns. A further export is one more "
                "file in cx/ingest/profiles."
            )
        ),
        "",
        "| " + " | ".join(say(name) for name in head) + " |",
        "|---|---|---|",
    ]
    lines += [_row(profile, words) for profile in profiles()]
    return "\n".join([*lines, *(line for profile in profiles() for line in _section(profile, words))]) + "\n"


def _row(profile: Profile, words: Words) -> str:
    needed = ", ".join(_either(spellings, words) for spellings in profile.recognised_by)
    return f"| {profile.name} | {words.say(N_('none')) if profile.refuse else profile.extract} | {needed} |"


def _either(spellings: tuple[str, ...], words: Words) -> str:
    return f" {words.say(N_('or'))} ".join(f"`{spelling}`" for spelling in spellings)


def _section(profile: Profile, words: Words) -> list[str]:
    """What a profile says at length."""
    lines = ["", f"## {profile.name}", ""]
    if profile.refuse:
        return [*lines, words.say(profile.refuse)]
    lines += [f"- `{field}`: {_choices(choices, words)}" for field, choices in profile.columns.items()]
    lines += [f"- `{field}` = {value}" for field, value in profile.constants.items()]
    lines += [line for field, said in profile.values.items() for line in _words(field, said, words)]
    lines += [f"- {_either(item.column, words)} = {item.like or '…'}: {_set(item.set)}" for item in profile.when]
    lines += [f"- `score`: {_either(item.score, words)}: {_set(item.set)}" for item in profile.answers]
    lines += [_questions(item, words) for item in profile.questions]
    lines += [
        f"- {words.say(N_('Records left out'))}: `{name}` = {', '.join(said)}" for name, said in profile.skip.items()
    ]
    lines += ["", words.say(N_("Columns left out:")), ""] if profile.leaves_out else []
    lines += [f"- `{spelling}`{_because(why, words)}" for spelling, why in profile.leaves_out.items()]
    lines += ["", words.say(N_("To be said by a person:")), ""] if profile.asks else []
    return lines + [f"- {words.say(question.text)}" for question in profile.asks]


def _words(field: str, said: dict[str, str], words: Words) -> list[str]:
    """What the file's words in a field mean; a word that stands for nothing is an empty cell."""
    empty = [theirs for theirs, ours in said.items() if not ours]
    meant = [f"{theirs} = {ours}" for theirs, ours in said.items() if ours]
    meant += [words.say(N_("{words}: empty"), words=", ".join(empty))] if empty else []
    return [f"- `{field}`: {'; '.join(meant)}"]


def _set(values: dict[str, str]) -> str:
    return ", ".join(f"`{field}` = {value or '?'}" for field, value in values.items())


def _questions(item: Questions, words: Words) -> str:
    """What becomes of the columns of scores that the profile does not name."""
    if item.beside:
        told = words.say(
            N_("Columns of whole numbers from 0 to 10 with {column} beside them"), column=f"`{item.beside}`"
        )
    else:
        told = words.say(N_("Other columns of whole numbers from 0 to 10"))
    return f"- {told}: {_set(item.set)}"


def _because(why: str, words: Words) -> str:
    return f": {words.say(why)}" if why else ""


def _choices(choices: tuple[Spelled | Made, ...], words: Words) -> str:
    return f" {words.say(N_('or'))} ".join(_choice(item, words) for item in choices)


def _choice(choice: Spelled | Made, words: Words) -> str:
    if isinstance(choice, Made):
        return " + ".join(_either(part, words) for part in choice.make)
    unit = f" ({choice.unit})" if choice.unit else ""
    return _either(choice.header, words) + unit

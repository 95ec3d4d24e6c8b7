"""Which role each team that holds tickets stands for: tools export teams, the handoff figures speak of roles."""

from datetime import datetime

import streamlit as st

from cx.contracts.roles import ROLES, role_named
from cx.contracts.words import N_
from cx.store.teams import Team, set_roles, teams
from cx.ui import session
from cx.ui.text import plain

TITLES = {
    "account_manager": N_("account manager"),
    "success_manager": N_("success manager"),
    "support": N_("support"),
    "product_manager": N_("product manager"),
    "project_manager": N_("project manager"),
    "other": N_("another role"),
    "": N_("not said"),
}
PROPOSED = N_("{n} team is called like a role, which is proposed for it below. It counts once it is kept.")
PROPOSED_MANY = N_("{n} teams are called like a role, which is proposed for them below. They count once they are kept.")


def show_team_form(key: str) -> None:
    """The teams with their roles to choose; nothing where no ticket names a team."""
    with session.store().cursor() as cursor:
        found = teams(cursor)
    if not found:
        return
    words = session.words()
    proposed = sum(item.role is None and bool(role_named(item.team)) for item in found)
    unknown = sum(item.role is None for item in found) - proposed
    title = words.plural(
        N_("Teams and their roles ({n} team has none yet)"),
        N_("Teams and their roles ({n} teams have none yet)"),
        unknown,
    )
    with st.expander(title, expanded=bool(unknown or proposed)), st.form(f"teams-{key}", border=False):
        st.caption(words.say(N_("Handoffs are told between roles. Say once which role each team stands for.")))
        if proposed:
            st.caption(words.plural(PROPOSED, PROPOSED_MANY, proposed))
        chosen = {item.team: _choice(item, key) for item in found}
        if st.form_submit_button(words.say(N_("Keep these roles")), icon=":material/done:"):
            changed = {item.team: chosen[item.team] for item in found if chosen[item.team] != (item.role or "")}
            if changed:
                set_roles(session.store(), changed, session.user(), datetime.now().astimezone())
                st.rerun()


def _choice(item: Team, key: str) -> str:
    """One team: its name, its tickets and its role; a team called like a role is proposed for it."""
    words = session.words()
    options = ["", *(term.word for term in ROLES)]
    start = item.role or role_named(item.team) or ""
    name, tickets, role = st.columns([4, 2, 6], vertical_alignment="center")
    name.markdown(plain(item.team))
    tickets.caption(words.plural(N_("{n} ticket"), N_("{n} tickets"), item.tickets))
    chosen: str = role.selectbox(
        item.team,
        options,
        index=options.index(start),
        key=f"team-{key}-{item.team}",
        label_visibility="collapsed",
        format_func=lambda word: words.say(TITLES[word]),
    )
    return chosen

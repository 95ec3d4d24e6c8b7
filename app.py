"""Outside-In: the server that holds the database, and the router and frame of every page."""

import streamlit as st

from cx.cli.serving import serve
from cx.contracts.words import N_
from cx.ui import frame, session
from cx.ui.addressed import settle
from cx.ui.server import lifespan

if __name__ != "__main__":
    # The server imports this file once, before anybody visits; every visit then runs it as the main script.
    app = st.App("app.py", lifespan=lifespan(serve))
else:
    st.set_page_config(page_title="Outside-In", page_icon=session.ICON, layout="wide")
    say = session.words().say
    session.open_database(serve)

    PAGES = {
        say(N_("Story")): [
            st.Page("pages/story/board.py", title=say(N_("Board")), icon=":material/auto_stories:", default=True),
        ],
        say(N_("Explore")): [
            st.Page("pages/explore/voice.py", title=say(N_("Voice of customer")), icon=":material/forum:"),
            st.Page("pages/explore/service.py", title=say(N_("Service")), icon=":material/support_agent:"),
            st.Page("pages/explore/renewals.py", title=say(N_("Renewals")), icon=":material/autorenew:"),
            st.Page("pages/explore/adoption.py", title=say(N_("Adoption")), icon=":material/trending_up:"),
        ],
        say(N_("Data")): [
            st.Page("pages/data/upload.py", title=say(N_("Upload")), icon=":material/upload_file:"),
            st.Page("pages/data/loads.py", title=say(N_("Loads")), icon=":material/history:"),
            st.Page("pages/data/mappings.py", title=say(N_("Mappings")), icon=":material/schema:"),
            st.Page("pages/data/definitions.py", title=say(N_("Definitions")), icon=":material/menu_book:"),
            st.Page("pages/data/settings.py", title=say(N_("Settings")), icon=":material/tune:"),
        ],
    }
    page = st.navigation(PAGES)
    st.logo(session.LOGO, size="large")
    st.html(session.LAYOUT)
    frame.show_filters(disabled=page in PAGES[say(N_("Data"))])
    page.run()
    settle()

"""The form of a mapping: what it starts from comes out of it unchanged where nobody touches anything."""

from pathlib import Path

import pytest

from cx.contracts.extracts import EXTRACTS
from cx.contracts.mapping import Declared, Mapping
from cx.contracts.mapping_text import mapping_from_toml
from cx.ingest.profile_proposal import proposal
from cx.ingest.reading import Reading, reading
from cx.ingest.recognition import recognised
from cx.ui.mapping_form import mapping_form
from cx.ui.rules_form import rules_form

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "profiles"
WIDE = "When,Who,State,Recommend,Why,Easy,Contract,Market (in hrs)\n2026-01-05,u1,ok,9,good,5,C1,North\n"
SURVEY = """extract = "survey"
source = "every part"
[columns]
response_id = { make = ["When", "Who"] }
contact_id = { make = ["Who", "State"] }
account_id = { header = "Contract", lookup = "renewals.contract_id", take = "account_id" }
responded_at = { header = "When", time_zone = "Europe/Bucharest", date_order = "ymd", forms = ["month names"] }
region = "Market (in hrs)"
[constants]
region = "West"
relationship = "transactional"
[values.region]
North = "N"
[[when]]
column = "State"
like = "o*"
set = { touchpoint = "desk", journey_stage = "use" }
[[when]]
column = "State"
like = ""
set = { touchpoint = "web" }
[[answers]]
score = "Recommend"
comment = "Why"
set = { kind = "nps", scale = "0-10", survey_name = "Loyalty" }
[[answers]]
score = "Easy"
set = { kind = "ces", scale = "1-7", ces_version = "2.0" }
[repeats]
last_by = { header = "When", date_order = "ymd" }
[skip]
region = ["test*", ""]
State = ["spam"]
[declare]
date_order = "ymd"
time_zone = "Europe/Berlin"
decimal = ","
encoding = "utf-8"
delimiter = ","
survey = "named"
"""
TICKETS = """extract = "tickets"
source = "log"
[columns]
ticket_id = "Contract"
opened_at = "When"
first_response_minutes = { header = "Market (in hrs)", unit = "hours", decimal = "," }
handoffs = { header = "Easy", unit = "stations" }
[event_log]
key = "Contract"
order = { header = "When", date_order = "dmy", forms = [] }
owner = "Who"
"""
RENEWALS = """extract = "renewals"
[columns]
contract_id = "Contract"
account_id = "Who"
starts_on = "When"
ends_on = "When"
annual_value = { header = "Easy", unit = "cents/month", currency = "EUR" }
[declare]
end_is = "last_day"
implied_terms = false
exported_on = "2026-09-30"
"""


def read_of(path: Path, folder: Path) -> Reading:
    return reading(path, folder, path.name, Declared(), 10)


def untouched(read: Reading, start: Mapping) -> Mapping:
    """The mapping that the form says when it is drawn and nothing in it is changed."""
    said = mapping_form(read, EXTRACTS[start.extract], start, False, "form")
    return said.model_copy(update=rules_form(said, read, "form"))


@pytest.mark.parametrize("text", [SURVEY, TICKETS, RENEWALS], ids=["survey", "tickets", "renewals"])
def test_every_part_of_a_mapping_comes_out_of_the_form_unchanged(text: str, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(WIDE, encoding="utf-8")
    start = mapping_from_toml(text)
    assert untouched(read_of(path, tmp_path), start) == start


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*.csv")), ids=lambda path: path.stem)
def test_what_a_profile_proposes_comes_out_of_the_form_unchanged(path: Path, tmp_path: Path) -> None:
    read = read_of(path, tmp_path)
    profile = recognised(read.header)
    assert profile
    if not profile.refuse:
        start = proposal(profile, read)
        assert untouched(read, start) == start

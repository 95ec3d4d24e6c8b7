"""Headings that state a change, each metric in words of its own."""

from cx.contracts.settings import Settings
from cx.contracts.words import N_, Words
from cx.insights.change import Change
from cx.insights.finding import Mover
from cx.story.period_names import within
from cx.story.phrases import certainty

# What a told change of a metric means, for the better and for the worse: comparatives, since `than` and a period follow.
HEADLINES: dict[str, tuple[str, str]] = {
    "nps": (N_("Customers recommend us more"), N_("Customers recommend us less")),
    "promoter_share": (
        N_("A larger share of customers would recommend us"),
        N_("A smaller share of customers would recommend us"),
    ),
    "detractor_share": (
        N_("A smaller share of customers would not recommend us"),
        N_("A larger share of customers would not recommend us"),
    ),
    "csat": (N_("A larger share of customers is satisfied"), N_("A smaller share of customers is satisfied")),
    "ces": (N_("Working with us is easier"), N_("Working with us is harder")),
    "ces_easy": (N_("A larger share of customers finds it easy"), N_("A smaller share of customers finds it easy")),
    "ces_1": (N_("Customers need less effort"), N_("Customers need more effort")),
    "ces_hard": (N_("A smaller share of customers finds it hard"), N_("A larger share of customers finds it hard")),
    "ces_1_high": (
        N_("A smaller share of customers needs much effort"),
        N_("A larger share of customers needs much effort"),
    ),
    "csat_mean": (N_("Customers rate us higher"), N_("Customers rate us lower")),
    "passed_on_twice": (
        N_("A smaller share of tickets is passed on twice or more"),
        N_("A larger share of tickets is passed on twice or more"),
    ),
    "ticket_csat": (
        N_("Customers are happier with how tickets are handled"),
        N_("Customers are less happy with how tickets are handled"),
    ),
    "first_response_minutes": (N_("We answer faster"), N_("We answer more slowly")),
    "resolution_hours": (N_("We solve tickets faster"), N_("We solve tickets more slowly")),
    "first_contact_resolution": (
        N_("A larger share of tickets is solved in one go"),
        N_("A smaller share of tickets is solved in one go"),
    ),
    "reopen_rate": (N_("A smaller share of tickets comes back"), N_("A larger share of tickets comes back")),
    "handoffs_per_ticket": (N_("Customers are passed on less often"), N_("Customers are passed on more often")),
    "sla_attainment": (N_("We keep a larger share of our promises"), N_("We keep a smaller share of our promises")),
    "response_sla_attainment": (
        N_("A larger share of first answers is on time"),
        N_("A smaller share of first answers is on time"),
    ),
    "grr": (N_("A larger share of our revenue stays"), N_("A smaller share of our revenue stays")),
    "nrr": (
        N_("We keep and grow more of last year's revenue"),
        N_("We keep and grow less of last year's revenue"),
    ),
    "logo_churn": (N_("A smaller share of customers leaves"), N_("A larger share of customers leaves")),
    "expansion_rate": (N_("Customers of a year ago grow more"), N_("Customers of a year ago grow less")),
    "contraction_rate": (N_("Customers who stay shrink less"), N_("Customers who stay shrink more")),
    "revenue_churn": (N_("A smaller share of our revenue is gone"), N_("A larger share of our revenue is gone")),
    "customers": (N_("We have more customers"), N_("We have fewer customers")),
    "customers_gained": (N_("We win more customers"), N_("We win fewer customers")),
    "customers_returned": (N_("More customers come back"), N_("Fewer customers come back")),
    "customers_lost": (N_("Fewer customers leave"), N_("More customers leave")),
    "earned_growth": (N_("Customers bring us more growth"), N_("Customers bring us less growth")),
    "realised_potential": (
        N_("Customers spend more of what they could with us"),
        N_("Customers spend less of what they could with us"),
    ),
    "contract_grr": (
        N_("A larger share of the contract value stays"),
        N_("A smaller share of the contract value stays"),
    ),
    "contract_churn": (N_("A smaller share of contracts ends"), N_("A larger share of contracts ends")),
    "renewal_rate": (N_("A larger share of contracts is renewed"), N_("A smaller share of contracts is renewed")),
    "on_time_renewal_rate": (
        N_("A larger share of contracts is renewed in time"),
        N_("A smaller share of contracts is renewed in time"),
    ),
    "gross_renewal_rate": (
        N_("A larger share of the money up for renewal stays"),
        N_("A smaller share of the money up for renewal stays"),
    ),
    "seat_adoption": (N_("Customers use more of what they pay for"), N_("Customers use less of what they pay for")),
    "active_account_rate": (N_("A larger share of customers is active"), N_("A smaller share of customers is active")),
    "nps_by_account": (N_("Customer companies recommend us more"), N_("Customer companies recommend us less")),
    "nps_by_revenue": (
        N_("The customers that we live on recommend us more"),
        N_("The customers that we live on recommend us less"),
    ),
    "first_response_p90": (
        N_("The slowest tenth wait less for a first answer"),
        N_("The slowest tenth wait longer for a first answer"),
    ),
    "backlog": (N_("Fewer tickets are open"), N_("More tickets are open")),
    "contact_rate": (N_("Customers need us less often"), N_("Customers need us more often")),
    "bounce_rate": (N_("A smaller share of tickets bounces back"), N_("A larger share of tickets bounces back")),
    "closed_loop_rate": (
        N_("A larger share of bad answers is followed up in time"),
        N_("A smaller share of bad answers is followed up in time"),
    ),
    "loop_closed_rate": (
        N_("We close the loop for a larger share of bad answers"),
        N_("We close the loop for a smaller share of bad answers"),
    ),
    "recovery_rate": (
        N_("A larger share of those whom we called is better disposed"),
        N_("A smaller share of those whom we called is better disposed"),
    ),
    "recovery_rate_uncalled": (
        N_("A larger share of those whom nobody called is better disposed"),
        N_("A smaller share of those whom nobody called is better disposed"),
    ),
    "loop_close_hours": (N_("We close the loop faster"), N_("We close the loop more slowly")),
    "time_to_first_value": (N_("Projects are of value sooner"), N_("Projects are of value later")),
    "median_seat_rate": (
        N_("The customer in the middle uses more of its seats"),
        N_("The customer in the middle uses fewer of its seats"),
    ),
    "customer_lifetime_value": (
        N_("A customer is worth more over its lifetime"),
        N_("A customer is worth less over its lifetime"),
    ),
    "earned_growth_ratio": (
        N_("Customers bring a larger share of our growth"),
        N_("Customers bring a smaller share of our growth"),
    ),
    "adoption_trend": (N_("Use grows faster"), N_("Use grows more slowly")),
    "adoption_falling": (N_("Use falls at fewer customers"), N_("Use falls at more customers")),
    "depth": (N_("People use the product more deeply"), N_("People use the product less deeply")),
    "proactive_share": (N_("We start a larger share of contacts"), N_("We start a smaller share of contacts")),
    "revenue_at_risk": (N_("Less revenue is at risk"), N_("More revenue is at risk")),
    "expected_loss": (N_("We expect to lose less at renewals"), N_("We expect to lose more at renewals")),
    "renewal_forecast": (N_("We expect to renew more"), N_("We expect to renew less")),
    "feature_breadth": (N_("Customers use more of the product"), N_("Customers use less of the product")),
}


def headline(item: Change, mover: Mover | None, words: Words, settings: Settings) -> str:
    """What a told change means, since when, for whom most, and how sure both are, as a short sentence.

    A ledger is exact: its change carries no word.
    """
    better, worse = HEADLINES[item.after.metric.key]
    places = {
        "headline": words.say(better if item.is_better else worse),
        "in_period": within(item.before.period, words, settings),
        "certainty": certainty(item, words),
    }
    if item.verdict is None:
        return words.say(N_("{headline} than {in_period}."), **places)
    if mover is None:
        return words.say(N_("{headline} than {in_period} ({certainty})."), **places)
    return words.say(
        N_("{headline} than {in_period} ({certainty}), most of all in {group} ({group_certainty})."),
        group=mover.name,
        group_certainty=certainty(mover.change, words),
        **places,
    )

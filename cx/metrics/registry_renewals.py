"""The metrics of contracts and of what customers are worth, as data."""

from cx.contracts.units import Direction, Unit
from cx.contracts.words import N_
from cx.metrics.metric import Form, Grid, Metric
from cx.metrics.sources import GROSS_RETENTION, NET_RETENTION

MORE, FEWER, NEITHER = Direction.MORE_IS_BETTER, Direction.FEWER_IS_BETTER, Direction.NEITHER

FOLLOWED = "coalesce(successor_on <= $as_of OR (successor_on IS NOT NULL AND $as_of >= $latest), false)"
"""Followed by a term: known once that one starts, and of one still to start on the latest day of the data alone."""
TOLD = "coalesce(decided_on <= $as_of, ends_on <= $as_of OR $as_of >= $latest, false)"
"""The outcome as stated is known from its day; without one from the term's end, before it on the latest day alone."""
KNOWN_OUTCOME = (
    f"CASE WHEN stated = 'pending' AND NOT {FOLLOWED} THEN 'pending' "
    f"WHEN stated <> 'pending' AND {TOLD} THEN stated "
    f"WHEN {FOLLOWED} THEN 'renewed' "
    "WHEN $as_of <= ends_on + CAST($grace_days AS INTEGER) THEN 'pending' ELSE 'lapsed' END"
)
STAYED = f"{KNOWN_OUTCOME} IN ('renewed', 'reduced')"
UNDATED = f"{STAYED} AND (decided_on IS NULL OR (decided_on > $as_of AND due_on > $as_of))"
"""Renewed, but nobody recorded when, or the day recorded was still to come."""
DUE = "due_on IS NOT NULL AND NOT implied AND amount > 0"
AMOUNT_AFTER = f"coalesce(amount_after, CASE WHEN {FOLLOWED} THEN successor_amount END)"
"""What the term is worth after it, as far as known."""
KEPT_AMOUNT = (
    f"CASE {KNOWN_OUTCOME} WHEN 'renewed' THEN least(amount, coalesce({AMOUNT_AFTER}, amount)) "
    f"WHEN 'reduced' THEN CASE WHEN {AMOUNT_AFTER} IS NOT NULL THEN least(amount, {AMOUNT_AFTER}) END ELSE 0 END"
)
"""least() passes over NULL: what a term was reduced to must be known first."""

RENEWALS = (
    Metric(
        "grr",
        N_("Gross revenue retention"),
        N_("How much of what customers were worth a year ago is still here?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_("sum over accounts of the smaller of their value before and after / their value before, over twelve months"),
        N_(
            "Exact, as all are counted; for accounts like these, a bootstrap over accounts, with one lost and one kept added."
        ),
        N_("Accounts without value on the first day; trials without value."),
        GROSS_RETENTION,
        1,
        0.5,
        Grid.BOOK_BY_ACCOUNT,
        value="least(before, after)",
        base="before",
        ledger=True,
        counts="accounts",
    ),
    Metric(
        "nrr",
        N_("Net revenue retention"),
        N_("What became of last year's customers, growth included?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_("value of the same accounts after / their value before, over twelve months"),
        N_(
            "Exact, as all are counted; for accounts like these, a bootstrap over accounts, with one lost and one grown "
            "by three quarters added, from 100 accounts on."
        ),
        N_("New accounts, and accounts that came back."),
        f"{NET_RETENTION}; Ordway: How Public Companies Calculate Net Revenue Retention, "
        "https://ordwaylabs.com/resources/research/how-public-companies-calculate-net-revenue-retention",
        1,
        0.5,
        Grid.BOOK_BY_ACCOUNT,
        value="after",
        base="before",
        ledger=True,
        counts="accounts",
    ),
    Metric(
        "logo_churn",
        N_("Customers lost"),
        N_("How many of last year's customers are gone?"),
        "renewals",
        Form.SHARE,
        Unit.PERCENT,
        FEWER,
        N_(
            "accounts with value on the first day and none on the last / accounts with value on "
            "the first day, over twelve months"
        ),
        N_("Exact, as all are counted; Wilson for accounts like these."),
        N_("Trials without value."),
        N_(
            "Own definition: accounts gone / accounts a year ago, each counting once, over the same accounts "
            "as the money in SaaS Metrics Standards Board: Gross Revenue Retention, "
            "https://www.saasmetricsboard.com/gross-revenue-retention"
        ),
        1,
        0.5,
        Grid.BOOK_BY_ACCOUNT,
        value="CAST(after = 0 AS INTEGER)",
        ledger=True,
        counts="accounts",
    ),
    Metric(
        "expansion_rate",
        N_("Expansion rate"),
        N_("How much did the customers of a year ago grow?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_("sum over accounts of what they grew by / their value before, over twelve months: NRR − GRR"),
        N_("Exact, as all are counted; for accounts like these, a bootstrap over accounts (2,000 draws)."),
        N_("New accounts, and accounts that came back."),
        N_(
            "Own definition: what each account grew by, netted over its contracts; the expansion in "
            "ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        0.5,
        Grid.BOOK_BY_ACCOUNT,
        value="greatest(after - before, 0)",
        base="before",
        ledger=True,
        counts="accounts",
        caveat=N_("Price rises that were agreed beforehand are in it: no export tells them from more business."),
    ),
    Metric(
        "contraction_rate",
        N_("Contraction rate"),
        N_("How much did the customers who stayed shrink?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        FEWER,
        N_("sum over accounts still here of what they shrank by / value of all accounts before, over twelve months"),
        N_("Exact, as all are counted; for accounts like these, a bootstrap over accounts (2,000 draws)."),
        N_("Accounts that left; trials without value."),
        N_(
            "Own definition: what each account that stayed shrank by, netted over its contracts; the "
            "contraction in ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        0.5,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN after > 0 THEN greatest(before - after, 0) ELSE 0 END",
        base="before",
        ledger=True,
        counts="accounts",
    ),
    Metric(
        "revenue_churn",
        N_("Gross revenue churn"),
        N_("How much of what customers were worth a year ago is gone?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        FEWER,
        N_(
            "(value of the accounts that left + what the others shrank by) / value of all accounts before, "
            "over twelve months: 100 % − GRR"
        ),
        N_(
            "Exact, as all are counted; for accounts like these, a bootstrap over accounts, with one lost and one kept added."
        ),
        N_("Growth: this is gross churn; net churn is 100 % − NRR and may be below 0."),
        N_(
            "Own definition: what gross retention leaves out, 100 % − GRR, with GRR as in SaaS Metrics "
            "Standards Board: Gross Revenue Retention, https://www.saasmetricsboard.com/gross-revenue-retention"
        ),
        1,
        0.5,
        Grid.BOOK_BY_ACCOUNT,
        value="before - least(before, after)",
        base="before",
        ledger=True,
        counts="accounts",
    ),
    Metric(
        "customers",
        N_("Customers"),
        N_("How many customers do we have?"),
        "renewals",
        Form.TOTAL,
        Unit.WHOLE,
        MORE,
        N_("accounts with value on the last day"),
        N_("Exact: all are counted."),
        N_("Trials without value."),
        N_(
            "Own definition: accounts with value on the last day, as those of the cohort that retention starts from in "
            "SaaS Metrics Standards Board: Gross Revenue Retention, "
            "https://www.saasmetricsboard.com/gross-revenue-retention"
        ),
        1,
        1.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CAST(after > 0 AS INTEGER)",
        newcomers=True,
        of_last_day=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "customers_gained",
        N_("New customers"),
        N_("How many customers did we win?"),
        "renewals",
        Form.TOTAL,
        Unit.WHOLE,
        MORE,
        N_("accounts with value on the last day and on no day up to the first, over twelve months"),
        N_("Exact: all are counted."),
        N_(
            "Accounts that came back. No data where no term had ended by the first day, since the export may begin later; a "
            "former customer "
            "whose earlier terms it does not hold counts as new."
        ),
        N_(
            "Own definition: accounts with value for the first time, told apart from those that came back, as "
            "new business and reactivation are in ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        1.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CAST(after > 0 AND NOT was_here AS INTEGER)",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "customers_returned",
        N_("Customers who returned"),
        N_("How many customers did we win back?"),
        "renewals",
        Form.TOTAL,
        Unit.WHOLE,
        MORE,
        N_("accounts with value on the last day, none on the first and some before it, over twelve months"),
        N_("Exact: all are counted."),
        N_(
            "Former customers whose earlier terms the export does not hold. No data where no term had ended by the first day."
        ),
        N_(
            "Own definition: accounts with value again after a time without, told apart from new ones, as "
            "reactivation is in ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        1.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CAST(after > 0 AND before = 0 AND was_here AS INTEGER)",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "customers_lost",
        N_("Customers who left"),
        N_("How many customers did we lose?"),
        "renewals",
        Form.TOTAL,
        Unit.WHOLE,
        FEWER,
        N_("accounts with value on the first day and none on the last, over twelve months"),
        N_("Exact: all are counted."),
        N_(
            "Trials without value; accounts that left and came back in between. No data where no term had ended by the first day."
        ),
        N_(
            "Own definition: accounts with value a year ago and none now, counting what churn is of the money "
            "in ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        1.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CAST(before > 0 AND after = 0 AS INTEGER)",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "recurring_revenue",
        N_("Annual recurring revenue (ARR)"),
        N_("What are our customers worth a year?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        MORE,
        N_("sum of the annual values of the terms in force on the last day"),
        N_("Exact: all are counted."),
        N_("Trials without value."),
        N_(
            "Own definition: sum of the annual values of the terms in force on the last day, the value that "
            "retention starts from in SaaS Metrics Standards Board: Gross Revenue Retention, "
            "https://www.saasmetricsboard.com/gross-revenue-retention"
        ),
        1,
        0.0,
        Grid.BOOK_BY_ACCOUNT,
        value="after",
        newcomers=True,
        of_last_day=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "value_gained",
        N_("New business"),
        N_("What are the customers that we won worth?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        MORE,
        N_("value on the last day of accounts with none on any day up to the first, over twelve months"),
        N_("Exact: all are counted."),
        N_(
            "Accounts that came back. No data where no term had ended by the first day, since the export may begin later."
        ),
        N_(
            "Own definition: value of the accounts with value for the first time, the new business that is "
            "left out of ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        0.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN was_here THEN 0 ELSE after END",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "value_returned",
        N_("Reactivated revenue"),
        N_("What are the customers that came back worth?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        MORE,
        N_("value on the last day of accounts with none on the first and some before it, over twelve months"),
        N_("Exact: all are counted."),
        N_(
            "Former customers whose earlier terms the export does not hold. No data where no term had ended by the first day."
        ),
        N_(
            "Own definition: value of the accounts that came back, the reactivation that is left out of "
            "ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        0.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN before = 0 AND was_here THEN after ELSE 0 END",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "value_expanded",
        N_("Expansion"),
        N_("What did the customers of a year ago grow by?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        MORE,
        N_("sum over accounts with value on the first day of what they grew by, over twelve months"),
        N_("Exact: all are counted."),
        N_("New accounts, and accounts that came back. No data where no term had ended by the first day."),
        N_(
            "Own definition: what each account grew by in twelve months, netted over its contracts; the "
            "expansion in ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        0.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN before > 0 THEN greatest(after - before, 0) ELSE 0 END",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "value_contracted",
        N_("Contraction"),
        N_("What did the customers who stayed shrink by?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        FEWER,
        N_("sum over accounts with value on both days of what they shrank by, over twelve months"),
        N_("Exact: all are counted."),
        N_("Accounts that left. No data where no term had ended by the first day."),
        N_(
            "Own definition: what each account that stayed shrank by in twelve months, netted over its "
            "contracts; the contraction in ChartMogul: Net MRR Retention, "
            "https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        0.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN after > 0 THEN greatest(before - after, 0) ELSE 0 END",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "value_lost",
        N_("Churned revenue"),
        N_("What were the customers worth that left?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        FEWER,
        N_("value on the first day of accounts with none on the last, over twelve months"),
        N_("Exact: all are counted."),
        N_("What the others shrank by. No data where no term had ended by the first day."),
        N_(
            "Own definition: value a year ago of the accounts that have none now; the churn in ChartMogul: Net "
            "MRR Retention, https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
        ),
        1,
        0.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN after = 0 THEN before ELSE 0 END",
        newcomers=True,
        looks_back=True,
        ledger=True,
        counts="either_day",
    ),
    Metric(
        "earned_growth",
        N_("Earned growth"),
        N_("How much of our growth do customers bring, by staying and by recommending us?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_("NRR + value of new customers who came by recommendation / value of all accounts before − 100 %"),
        N_(
            "Exact where every new customer's origin is recorded; else from none of the unknown ones earned to all of them."
        ),
        N_(
            "Accounts that came back. An account came as its first terms that say so; where they disagree, nobody knows. "
            "No data where no term says how its account came, or none had ended by the first day."
        ),
        "Reichheld, Darnell, Burns 2021, Harvard Business Review: Net Promoter 3.0, "
        "https://hbr.org/2021/11/net-promoter-3-0",
        1,
        0.5,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN before > 0 THEN after - before WHEN NOT was_here AND came_by = 'earned' THEN after ELSE 0 END",
        base="before",
        newcomers=True,
        looks_back=True,
        sourced=True,
        ledger=True,
        counts="either_day",
        caveat=N_("By the annual value of contracts, not by all revenue: growth beside contracts is not in it."),
    ),
    Metric(
        "earned_growth_ratio",
        N_("Earned growth ratio"),
        N_("How much of all our growth do customers bring, by staying and by recommending us?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_(
            "earned growth / total growth, both in value over twelve months: (what the customers of a year ago grew or shrank "
            "by + value of new customers who came by recommendation) / (value of all on the last day − on the first)"
        ),
        N_(
            "Exact where every new customer's origin is recorded; else from none of the unknown ones earned to all of them."
        ),
        N_(
            "As for earned growth. No data where the value of customers did not grow, since a share of no growth says nothing."
        ),
        "Reichheld, Darnell, Burns 2021, Harvard Business Review: Net Promoter 3.0, "
        "https://hbr.org/2021/11/net-promoter-3-0",
        1,
        5.0,
        Grid.BOOK_BY_ACCOUNT,
        value="CASE WHEN before > 0 THEN after - before WHEN NOT was_here AND came_by = 'earned' THEN after ELSE 0 END",
        base="after - before",
        newcomers=True,
        looks_back=True,
        sourced=True,
        ledger=True,
        counts="either_day",
        caveat=N_(
            "Below 0 where the customers of a year ago lost more than recommendation brought; above 100 % never, since what "
            "is bought or came back only adds to the growth."
        ),
    ),
    Metric(
        "customer_lifetime_value",
        N_("Customer lifetime value (CLV)"),
        N_("What is a customer worth to us over all the years that it stays?"),
        "renewals",
        Form.MEAN,
        Unit.MONEY,
        MORE,
        N_(
            "mean over paying accounts of margin a year × r / (1 + i − r): r the share of the customers of a year ago of the "
            "account's segment that stayed, i 10 % a year (setting discount_rate); the first margin comes at the end of year 1"
        ),
        N_(
            "Percentiles of a bootstrap over accounts (400 draws), margins and retention of which are made anew. That margin, "
            "retention and discount stay as they are is taken as given: no range holds it."
        ),
        N_(
            "Paying accounts without a known margin, which are counted apart. A segment of fewer than 10 customers a year ago "
            "takes the retention of all. Accounts whose terms are pending count as gone."
        ),
        "Gupta & Lehmann 2003, Journal of Interactive Marketing 17: Customers as Assets, "
        "https://doi.org/10.1002/dir.10045",
        10,
        0.0,
        Grid.LIFETIME,
        value="margin * r / (1 + i - r)",
        of_accounts=True,
        counts="accounts",
        caveat=N_(
            "By segment, since the mean retention of all would make it too small. With the first margin counted today it is "
            "one margin more. A small change of retention moves it a lot."
        ),
    ),
    Metric(
        "realised_potential",
        N_("Realised potential"),
        N_("How much of what customers could spend with us do they spend?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_("value of paying accounts on the last day of the period / their potential value, summed over accounts"),
        N_(
            "A bootstrap over accounts (2,000 draws). It does not hold the error of the estimates of potential, "
            "which is often the larger one."
        ),
        N_(
            "Accounts without value on that day; paying accounts without an estimate, or one of 0, which are counted apart."
        ),
        N_(
            "Own definition: annual value / potential value of the same accounts, with potential in the place "
            "of the spending that share of wallet has in Keiningham, Aksoy, Buoye, Cooil 2011, Harvard "
            "Business Review: Customer Loyalty Isn't Enough. Grow Your Share of Wallet"
        ),
        10,
        1.0,
        Grid.DAY,
        value="worth",
        base="potential",
        of_accounts=True,
        counts="accounts",
        caveat=N_("Potential is an estimate, in the base currency; above 100 % it is too low."),
    ),
    Metric(
        "contract_grr",
        N_("Gross retention by contract"),
        N_("How much of the contracts of a year ago is still here?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_("sum over contracts of the smaller of their value before and after / their value before"),
        N_(
            "Exact, as all are counted; for accounts like these, a bootstrap over accounts, with one lost and one kept added."
        ),
        N_("Contracts without value on the first day."),
        N_(
            "Own definition: gross retention with the smaller value taken by contract and not by account; by "
            "account it is that of SaaS Metrics Standards Board: Gross Revenue Retention, "
            "https://www.saasmetricsboard.com/gross-revenue-retention"
        ),
        1,
        0.5,
        Grid.BOOK_BY_CONTRACT,
        value="least(before, after)",
        base="before",
        ledger=True,
        counts="contracts",
    ),
    Metric(
        "contract_churn",
        N_("Contracts lost"),
        N_("How many of last year's contracts are gone?"),
        "renewals",
        Form.SHARE,
        Unit.PERCENT,
        FEWER,
        N_("contracts with value on the first day and none on the last / contracts with value on the first day"),
        N_("Exact, as all are counted; for accounts like these, the wider of Wilson and the clustered interval."),
        N_("Contracts without value on the first day."),
        N_(
            "Own definition: contracts gone / contracts a year ago, each counting once, over the same contracts as "
            "the money in SaaS Metrics Standards Board: Gross Revenue Retention, "
            "https://www.saasmetricsboard.com/gross-revenue-retention"
        ),
        1,
        0.5,
        Grid.BOOK_BY_CONTRACT,
        value="CAST(after = 0 AS INTEGER)",
        ledger=True,
        counts="contracts",
    ),
    Metric(
        "renewal_rate",
        N_("Renewal rate"),
        N_("Of the contracts that were due, how many were renewed?"),
        "renewals",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_("terms renewed, in full or for less / terms due with a known outcome"),
        N_("Exact, as all are counted; for accounts like these, the wider of Wilson and the clustered interval."),
        N_("Pending terms, which are counted apart; trials without value; open-ended terms."),
        "Winsabove: Renewal Rate, https://www.winsabove.com/glossary/renewal-rate; Gainsight: Renewal Center "
        "Metric Calculations, "
        "https://support.gainsight.com/ro/Renewal_Center/03User_Guides/Renewal_Center_Metric_Calculations",
        1,
        1.0,
        clock="due_on",
        counted=f"{DUE} AND {KNOWN_OUTCOME} <> 'pending'",
        value=f"CAST({KNOWN_OUTCOME} IN ('renewed', 'reduced') AS INTEGER)",
        pending=f"{DUE} AND {KNOWN_OUTCOME} = 'pending'",
        ledger=True,
        counts="terms",
    ),
    Metric(
        "on_time_renewal_rate",
        N_("On-time renewal rate"),
        N_("Of the contracts that were due, how many were renewed in time?"),
        "renewals",
        Form.SHARE,
        Unit.PERCENT,
        MORE,
        N_(
            "terms renewed, in full or for less, and decided on or before the day they were due / terms due with a known outcome"
        ),
        N_(
            "Exact where every renewal has its day of decision; else from none of the undated ones in time to all of them. "
            "For accounts like these, the wider of Wilson and the clustered interval."
        ),
        N_(
            "Pending terms and renewals without a day of decision, each counted apart; trials without value; open-ended "
            "terms. No data where only undated terms were renewed. Renewed late, within the grace period, is not in time."
        ),
        N_(
            "Own definition: decided on or before the day a term was due / due with a known outcome; what is "
            "due as in Gainsight: Renewal Center Metric Calculations, "
            "https://support.gainsight.com/ro/Renewal_Center/03User_Guides/Renewal_Center_Metric_Calculations"
        ),
        1,
        1.0,
        clock="due_on",
        counted=f"{DUE} AND {KNOWN_OUTCOME} <> 'pending' AND NOT ({UNDATED})",
        value=f"CAST({STAYED} AND coalesce(decided_on <= due_on, false) AS INTEGER)",
        pending=f"{DUE} AND {KNOWN_OUTCOME} = 'pending'",
        unknown=f"{DUE} AND {UNDATED}",
        ledger=True,
        counts="terms",
    ),
    Metric(
        "gross_renewal_rate",
        N_("Gross renewal rate"),
        N_("Of the money that was up for renewal, how much stayed?"),
        "renewals",
        Form.RATIO,
        Unit.PERCENT,
        MORE,
        N_("sum over due terms of the smaller of their value after and before / their value before"),
        N_(
            "Exact, as all are counted; for accounts like these, a bootstrap over accounts, with one lost and one kept added."
        ),
        N_(
            "Pending terms, which are counted apart; terms reduced to a value that nobody recorded, whose value before is told, "
            "with the range from none of it kept to all; trials without value."
        ),
        N_(
            "Own definition: no term counts for more than it was worth before, as no account does in SaaS "
            "Metrics Standards Board: Gross Revenue Retention, "
            "https://www.saasmetricsboard.com/gross-revenue-retention; what is due as in Gainsight: Renewal "
            "Center Metric Calculations, "
            "https://support.gainsight.com/ro/Renewal_Center/03User_Guides/Renewal_Center_Metric_Calculations"
        ),
        1,
        1.0,
        clock="due_on",
        counted=f"{DUE} AND {KNOWN_OUTCOME} <> 'pending' AND {KEPT_AMOUNT} IS NOT NULL",
        unknown=f"{DUE} AND {KNOWN_OUTCOME} <> 'pending' AND {KEPT_AMOUNT} IS NULL",
        value=KEPT_AMOUNT,
        base="amount",
        pending=f"{DUE} AND {KNOWN_OUTCOME} = 'pending'",
        ledger=True,
        counts="terms",
    ),
    Metric(
        "revenue_due",
        N_("Up for renewal"),
        N_("How much is up for renewal?"),
        "renewals",
        Form.TOTAL,
        Unit.MONEY,
        NEITHER,
        N_("sum of the annual values of the terms due in the period"),
        N_("Exact: all are counted."),
        N_("Open-ended terms; trials without value."),
        N_(
            "Own definition: annual value of the terms due in the period; renewals due as in Gainsight: "
            "Renewal Center Metric Calculations, "
            "https://support.gainsight.com/ro/Renewal_Center/03User_Guides/Renewal_Center_Metric_Calculations"
        ),
        1,
        0.0,
        clock="due_on",
        counted=DUE,
        value="amount",
        ledger=True,
        counts="terms",
    ),
)

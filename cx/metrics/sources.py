"""Publications that several metrics rest on, so that a reader can look them up."""

REICHHELD = (
    "Reichheld 2003, Harvard Business Review: The One Number You Need to Grow, "
    "https://hbr.org/2003/12/the-one-number-you-need-to-grow"
)
KAPLAN_MEIER = (
    "Kaplan & Meier 1958, Journal of the American Statistical Association 53: Nonparametric Estimation from Incomplete "
    "Observations"
)
EFFORTLESS = "Dixon, Toman, DeLisi 2013: The Effortless Experience (Portfolio)"
SURVEYGAUGE = "SurveyGauge: Close the loop, https://surveygauge.com/knowledge/glossary/close-the-loop"
ZENDESK_METRICS = "Zendesk: Ticket Metrics, https://developer.zendesk.com/rest_api/docs/core/ticket_metrics"
GROSS_RETENTION = (
    "SaaS Metrics Standards Board: Gross Revenue Retention, https://www.saasmetricsboard.com/gross-revenue-retention"
)
NET_RETENTION = (
    "ChartMogul: Net MRR Retention, https://help.chartmogul.com/hc/en-us/articles/6886664393500-Chart-Net-MRR-Retention"
)

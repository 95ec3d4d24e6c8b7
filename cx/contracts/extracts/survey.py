"""The survey extract: one answer to one question, or one invitation not answered."""

from datetime import datetime
from typing import Annotated

from pydantic import model_validator

from cx.contracts.column import Column, Kind, Term
from cx.contracts.extracts.dimensions import REGION, account_column, department_column, product_column, role_column
from cx.contracts.row import Row, refusal
from cx.contracts.scales import CES_SCALES, GOOD_BAD, QUESTION_KINDS, SCALE_RANGES, SCALES

CES_VERSIONS = (Term("1.0", ("1", "v1", "ces 1.0")), Term("2.0", ("2", "v2", "ces 2.0")))
RELATIONSHIPS = (
    Term("relationship", ("relational", "rnps", "periodic")),
    Term("transactional", ("transaction", "tnps", "event")),
)


class Survey(Row):
    """One answer to one question, or one invitation not answered."""

    response_id: Annotated[
        str,
        Column(
            "Response id",
            "Names the answer; the same answer has the same id in every export.",
            required=True,
            aliases=("responseid", "response", "answer id", "survey response id", "respondent id", "id"),
        ),
    ]
    question: Annotated[
        str | None,
        Column(
            "Question",
            "Which question was answered; the kind where it is empty.",
            aliases=("question id", "question text"),
            dimension=True,
        ),
    ] = None
    kind: Annotated[
        str,
        Column(
            "Kind",
            "Which score the question asks for.",
            Kind.WORD,
            required=True,
            vocabulary=QUESTION_KINDS,
            aliases=("survey type", "metric", "score type", "type"),
            dimension=True,
        ),
    ]
    score: Annotated[
        int | None,
        Column(
            "Score",
            "The answer on its scale; empty where an invitation was not answered.",
            Kind.WHOLE,
            aliases=("rating", "answer", "value", "nps score", "csat score", "ces score"),
            low=0,
            high=10,
            words=GOOD_BAD,
        ),
    ] = None
    scale: Annotated[
        str | None,
        Column(
            "Scale",
            "The scale of the question.",
            Kind.WORD,
            vocabulary=SCALES,
            aliases=("rating scale", "score scale"),
            dimension=True,
        ),
    ] = None
    ces_version: Annotated[
        str | None,
        Column(
            "CES version",
            "1.0: how much effort, lower is better. 2.0: made it easy, higher is better.",
            Kind.WORD,
            vocabulary=CES_VERSIONS,
            aliases=("ces type",),
            dimension=True,
        ),
    ] = None
    account_id: Annotated[str | None, account_column("The customer who answered.", "company")] = None
    contact_id: Annotated[
        str | None,
        Column(
            "Contact id",
            "The person who answered, as a code.",
            aliases=("contact", "respondent", "user id", "person id"),
        ),
    ] = None
    sent_at: Annotated[
        datetime | None,
        Column(
            "Sent",
            "When the invitation went out; response rates need it.",
            Kind.MOMENT,
            aliases=("invited at", "survey sent at", "sent date", "invitation date", "date sent"),
            happened=True,
        ),
    ] = None
    responded_at: Annotated[
        datetime | None,
        Column(
            "Answered",
            "When the answer came in.",
            Kind.MOMENT,
            aliases=(
                "response date",
                "responded",
                "answered at",
                "submitted at",
                "completed at",
                "recorded date",
                "date",
                "end date",
                "response received at",
            ),
            happened=True,
        ),
    ] = None
    survey_name: Annotated[
        str | None,
        Column("Survey", "The name of the survey.", aliases=("survey", "survey program", "campaign"), dimension=True),
    ] = None
    relationship: Annotated[
        str | None,
        Column(
            "Relationship or transaction",
            "Whether the survey asks about the whole relationship or one event.",
            Kind.WORD,
            vocabulary=RELATIONSHIPS,
            aliases=("survey kind", "relational or transactional"),
            dimension=True,
        ),
    ] = None
    touchpoint: Annotated[
        str | None,
        Column("Touchpoint", "Where the customer met the company.", aliases=("touch point",), dimension=True),
    ] = None
    journey_stage: Annotated[
        str | None,
        Column(
            "Journey stage",
            "The stage of the customer's journey.",
            aliases=("stage", "journey", "lifecycle stage"),
            dimension=True,
        ),
    ] = None
    department: Annotated[str | None, department_column("The department that the answer is about.")] = None
    role: Annotated[str | None, role_column("Role", "The role in the company that the answer is about.")] = None
    product: Annotated[str | None, product_column("The product that the answer is about.")] = None
    region: Annotated[str | None, REGION] = None
    persona: Annotated[
        str | None,
        Column(
            "Persona",
            "The part that the person plays at the customer.",
            aliases=("contact role", "job role"),
            dimension=True,
        ),
    ] = None
    channel: Annotated[
        str | None,
        Column("Channel", "How the question was asked.", aliases=("distribution channel", "via"), dimension=True),
    ] = None
    language: Annotated[
        str | None,
        Column("Language", "The language of the answer.", aliases=("user language", "locale"), dimension=True),
    ] = None
    comment: Annotated[
        str | None,
        Column(
            "Comment", "What the customer wrote.", aliases=("comments", "feedback", "verbatim", "open text", "reason")
        ),
    ] = None
    contacted_at: Annotated[
        datetime | None,
        Column(
            "Contacted",
            "When the company first spoke with the customer about the answer.",
            Kind.MOMENT,
            aliases=("followed up at", "contact at"),
            happened=True,
        ),
    ] = None
    closed_at: Annotated[
        datetime | None,
        Column(
            "Loop closed", "When the follow-up was closed.", Kind.MOMENT, aliases=("loop closed at",), happened=True
        ),
    ] = None
    loop_owner: Annotated[
        str | None, Column("Loop owner", "Who follows up.", aliases=("follow-up owner",), dimension=True)
    ] = None

    @model_validator(mode="after")
    def _check_score_on_scale(self) -> "Survey":
        scale = self.scale or CES_SCALES.get(self.ces_version or "") or ("0-10" if self.kind == "nps" else None)
        if self.score is not None and scale is not None:
            low, high = SCALE_RANGES[scale]
            if not low <= self.score <= high:
                raise refusal("off_scale", "score")
        return self

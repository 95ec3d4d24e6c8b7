"""Adoption: whether customers use what they pay for."""

from cx.story.board import ADOPTION
from cx.ui.exploring import explore

explore(ADOPTION, ("segment", "tier", "region", "industry"), ("usage", "renewals", "milestones"))

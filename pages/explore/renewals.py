"""Renewals: who stays, and what it is worth."""

from cx.story.board import RENEWALS
from cx.ui.exploring import explore

explore(RENEWALS, ("segment", "region", "tier", "industry", "product"), ("renewals",))

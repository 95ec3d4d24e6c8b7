"""Voice of customer: what customers say."""

from cx.story.board import VOICE
from cx.story.parts import COMMENTED
from cx.ui.comments import show_comments
from cx.ui.exploring import explore

shown = explore(
    VOICE,
    ("journey_stage", "touchpoint", "segment", "region", "tier", "product", "channel", "language"),
    ("survey",),
    also=("department", "role", "persona"),
)
if COMMENTED in shown:
    show_comments()

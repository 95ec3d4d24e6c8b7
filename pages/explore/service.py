"""Service: how customers are served."""

from cx.story.board import SERVICE
from cx.ui.exploring import explore

explore(SERVICE, ("region", "category", "team", "priority", "channel", "need", "segment", "product"), ("tickets",))

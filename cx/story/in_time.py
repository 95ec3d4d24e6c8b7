"""What stands at a point of a picture over time: the events of its days, and whether its line begins there anew."""

from datetime import date

from cx.story.exhibit import Cut, Exhibit, Happening, Point


def events_at(exhibit: Exhibit, point: Point) -> tuple[Happening, ...]:
    """The events from the point's first day to the next point's; what lies before all points is the first one's."""
    starts = _starts(exhibit)
    if point.on is None or not starts:
        return ()
    first = date.min if point.on == starts[0] else point.on
    after = next((start for start in starts if start > point.on), date.max)
    return tuple(item for item in exhibit.events if first <= item.on < after)


def cuts_at(exhibit: Exhibit, point: Point) -> tuple[Cut, ...]:
    """The breaks between the point before and this one, which is the first that is shown of the new line."""
    if point.on is None:
        return ()
    before = max((start for start in _starts(exhibit) if start < point.on), default=date.min)
    return tuple(cut for cut in exhibit.cuts if before < cut.on <= point.on)


def break_at(exhibit: Exhibit, point: Point) -> str:
    """What changed where a line begins with the point, in whole words; empty where it goes on."""
    return ", ".join(cut.note or ", ".join(cut.labels) for cut in cuts_at(exhibit, point))


def _starts(exhibit: Exhibit) -> list[date]:
    return sorted({point.on for series in exhibit.series for point in series.points if point.on is not None})

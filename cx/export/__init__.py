"""Tables to take away: what a page shows, as files that say of what they speak."""

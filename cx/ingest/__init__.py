"""From a file to a plan: what it is, how it is read, and which rules its rows must keep."""

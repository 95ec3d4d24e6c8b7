"""The words of the domain: extracts, problems, periods, filters, units, settings and colours."""

"""The command line: all that the browser does with data, from a shell."""

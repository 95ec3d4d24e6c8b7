"""From findings to a story: exhibits, sentences with their evidence, boards and pages."""

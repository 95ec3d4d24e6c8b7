"""What refused rows are saved as."""

import pytest

from cx.ui.preview import refused_name


@pytest.mark.parametrize("file", ["cases.csv", "cases.xlsx", "cases.zip", "cases.csv.gz", "cases"])
def test_refused_rows_are_text_whatever_the_file_was(file: str) -> None:
    assert refused_name(file) == "refused-cases.csv"

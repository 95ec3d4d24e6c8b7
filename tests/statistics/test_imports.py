import subprocess
import sys


def test_statistics_load_without_the_slow_libraries() -> None:
    """statsmodels, pandas and scipy.stats cost a second; only the functions that need them load them."""
    code = "import sys, cx.statistics; print(*{'statsmodels', 'pandas', 'scipy.stats'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

"""`python -m cx`."""

import sys

from cx.cli.main import main

sys.exit(main())

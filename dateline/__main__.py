"""`python -m dateline`: the same command line as `build.py`."""

import sys

from dateline.cli import main

sys.exit(main())

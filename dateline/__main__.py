"""`python -m dateline`: the same command line as `build.py`."""

import sys

from dateline.start import main

sys.exit(main())

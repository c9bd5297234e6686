"""`python -m dateline`: the same command line as `build.py`."""

import sys

from dateline.commands.start import main

sys.exit(main())

"""Builds the archive beside this file; `python build.py --help` lists the commands."""

import sys

from dateline.cli import main

if __name__ == "__main__":
    sys.exit(main())

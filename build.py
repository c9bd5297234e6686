"""Builds the archive beside this file; `python build.py --help` lists the commands."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # whoever has an older Python is told so
    sys.exit("dateline: Python 3.11 or newer is needed; this is " + sys.version.split()[0])

if __name__ == "__main__":
    try:
        from dateline.commands.start import main

        sys.exit(main())
    except KeyboardInterrupt:  # a preview is to end so
        sys.exit(0 if sys.argv[1:2] == ["serve"] else 130)

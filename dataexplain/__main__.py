"""Runs the command line as ``python -m dataexplain``."""

from dataexplain.cli import main

if __name__ == "__main__":
    main()

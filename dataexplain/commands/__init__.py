"""The commands of the command line, one module a family; `dataexplain.cli` joins them.

What is heavy is imported inside the commands: help has to feel instant.
"""

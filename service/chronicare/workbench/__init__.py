"""The workbench: pages in a browser of this machine, in which an officer reads the rules, tries and changes them.

Takes a rule directory; gives pages. Edits live in a draft, laid over what was saved, until the author saves them, and
then just the cells that were changed are written. Forbidden: to be reached from anywhere but this machine, and to write
anything outside the rule directory.
"""

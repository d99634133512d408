"""Judging, which recognition and benefits both rest on: evidence read and encoded, two evaluators that must agree.

Takes what a caller reports and compiled rules, gives truths. Knows nothing of diseases or money.
"""

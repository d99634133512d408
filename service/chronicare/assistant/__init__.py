"""An interface for an assistant (a language model): read rules and sources, run checks and cases, try requests.

It takes a rule directory and gives tools by the Model Context Protocol. It changes nothing: a change is proposed, as a
file outside the rules that a person accepts or leaves. It forbids itself to write into rules, and to release.
"""

"""The record of decisions: what was asked and answered, kept so that each can be shown and proved years later.

Takes entries: bytes of messages, which it does not look into, and a head that says what they are. Keeps them in chains
in which each entry's hash covers the one before it: ``entry`` and ``chain`` say how, ``store`` what a place to keep
them must do, ``sqlite_store`` and ``postgres_store`` are two, ``recorder`` writes what many calls decide together,
``verification`` finds what has been changed, ``ends`` are what is kept elsewhere for that, ``retention`` removes what
is old enough, ``copying`` makes and restores backups, ``search`` finds decisions, ``pseudonyms`` stand where a clear
identifier would, ``policy`` says for which fields. Never logs what an entry holds.
"""

"""For rule authors: the rule set written out to be read, signed and compared. Takes releases, gives text."""

"""What the compiler writes and the engine and the reference evaluator read. Immutable; nothing is evaluated here."""

"""What is said of rules without trying a case: exactly, on the finite partitions that the compiler cuts values into.

Takes compiled tables, gives what no row says, what no input reaches, and an example of each. Decides nothing itself.
"""

"""What is doubtful in tables that compile: each finding about rows, one kind a file."""

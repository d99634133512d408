"""The outside behind the ports: files, clock, logs. The only room that opens files or reads the clock."""

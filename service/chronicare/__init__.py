"""Decision tables for outpatient chronic and special disease benefits, compiled and served."""

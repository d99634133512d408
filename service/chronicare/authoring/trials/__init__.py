"""What changed rules would do before they are saved: examined, their cases run, sample persons asked."""

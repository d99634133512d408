"""The use cases: publish a rule set, check, screen, describe. Takes plain reports, gives decisions; opens no file."""

"""What follows from recognition: entitlements, benefit periods, and the money of a visit through its payers."""

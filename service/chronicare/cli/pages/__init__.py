"""What is printed: each page from the message that a caller of the service gets."""

"""The recognition service: its calls, what is read of a request, what is written of a decision."""

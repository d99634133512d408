"""The benefit service: its calls, what is read of a request, what is written of a settlement."""

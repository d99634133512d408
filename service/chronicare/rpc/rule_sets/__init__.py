"""The service that tells what rules there are: its call, what is written of an area."""

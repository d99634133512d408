"""The gRPC edge: converts messages to and from our own values and maps errors to status. It decides nothing."""

"""The same calls as JSON over HTTP: Connect's unary form, answered by the handlers and the gate that answer gRPC.

Nothing is decided here: who calls, what they may, limits, lanes, quotas, the record and the counts are those of gRPC.
"""

"""Requests in files, JSON or YAML, read into the typed requests that the use cases take."""

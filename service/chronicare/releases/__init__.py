"""Releases: rules packed for good, called by the digest of their bytes, signed, kept in a store, put in force by day.

``package`` makes and opens one, ``signing`` signs and verifies, ``store`` keeps them and says which are active,
``bundle`` is what a service is handed of them. Nothing is opened before its signature is found good.
"""

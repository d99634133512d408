"""Who calls, and what they may: certificates and tokens, callers, roles and quotas. Of a request it reads the area."""

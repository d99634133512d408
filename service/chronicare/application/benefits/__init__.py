"""Use cases of benefits: settling bills, listing entitlements, looking terms up, preparing filings."""

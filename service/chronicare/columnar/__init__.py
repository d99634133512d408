"""Many persons or bills at once: what is known of them in columns, and the same rules evaluated on whole columns.

Takes compiled entries with their deciders and what is known of many persons, gives the judgement of each: truths of
criteria and groups, outcomes, the rows they rest on. Takes benefit rules and bills alike but for their amounts, gives
what payers pay. Whatever has no form in columns goes one by one through what judges one, and is counted. It adds no
rule of its own: what is compared are integers and ranks, and the tables that say which ranks pass are filled by
what judges persons one by one. Reads and writes no files.
"""

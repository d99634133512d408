"""DMN in and out: models written from our tables, and models read, run and made our tables.

Takes releases and XML from outside, which is believed in nothing, gives XML, folders of tables and the results of the
compatibility kit. Decision tables that are run go through the compiler and both evaluators; only expressions that our
formulas have no words for are worked out here.
"""

"""All persons of a province: files of persons in columns, read, judged and written a part at a time.

Takes a Parquet file and rules, gives one with the decisions. What was begun is gone on with; a part is whole or not
there; where the parts are worked on makes no difference to what comes out.
"""

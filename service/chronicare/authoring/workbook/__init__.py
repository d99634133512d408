"""The tables as workbooks that officers keep: written out to be edited in Excel or WPS, and read back without loss.

Takes tables as written and the bytes of workbooks; gives bytes, tables and what has changed. Opens no file.

    tables ──► layout ──► book_writing ──► bytes ─── Excel, WPS ───► bytes ──► book_reading ──► sheets
                             │ sheet_writing                                       │ typed_cells, row_order
                             │ choices, hints, look_ups                            ▼
                             ▼                                                 importing ──► tables, changes
"""

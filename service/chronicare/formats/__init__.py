"""Bytes to tables and back, one file per format. Nothing here opens a file."""

from chronicare.formats.cases import AnyCaseFile, BenefitCaseFile, CaseFile, RecognitionCaseFile, read_cases
from chronicare.formats.csv_table import read_table, write_table
from chronicare.formats.date_cell import read_date_cell
from chronicare.formats.document_text import SourceText, normal_form
from chronicare.formats.encoding import read_gb18030
from chronicare.formats.manifest_yaml import read_manifest
from chronicare.formats.same_as_above import with_what_is_above
from chronicare.formats.spreadsheet_damage import spoiled
from chronicare.formats.table_list import TableDeclaration, declare_tables, row_for

__all__ = [
    "AnyCaseFile",
    "BenefitCaseFile",
    "CaseFile",
    "RecognitionCaseFile",
    "SourceText",
    "TableDeclaration",
    "declare_tables",
    "normal_form",
    "read_cases",
    "read_date_cell",
    "read_gb18030",
    "read_manifest",
    "read_table",
    "row_for",
    "spoiled",
    "with_what_is_above",
    "write_table",
]

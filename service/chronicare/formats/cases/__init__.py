"""Case files: what is known of a person and what must follow; a file is about an ``entry`` or about ``benefits``."""

from chronicare.diagnostics import Code, Diagnostics
from chronicare.formats.cases.benefits import BenefitCaseFile, benefit_cases_in
from chronicare.formats.cases.case_file import CaseFile
from chronicare.formats.cases.recognition import RecognitionCaseFile, recognition_cases_in
from chronicare.formats.yaml_document import read_yaml

__all__ = ["AnyCaseFile", "BenefitCaseFile", "CaseFile", "RecognitionCaseFile", "read_cases"]

AnyCaseFile = RecognitionCaseFile | BenefitCaseFile
"""A file of cases, of an entry or of benefits."""

_MARKS = ("cases", "entry", "benefits", "finding", "expect")
"""Keys by which a spoiled file is still known to be one of cases."""


def read_cases(data: bytes, file: str, diagnostics: Diagnostics) -> AnyCaseFile | None:
    """Return the cases in ``data``, the bytes of the YAML file ``file``.

    ``None`` with every problem in ``diagnostics`` (``BAD_CASE``, or what is wrong with the YAML) if the file cannot be
    read whole: an undeclared key, a value of another shape, a base that is not there, a name used twice, a case for
    which no date is given anywhere.
    """
    own = Diagnostics()
    document = read_yaml(data, file, own, Code.BAD_CASE, _MARKS)
    cases: AnyCaseFile | None = None
    if document is not None:
        is_benefits = isinstance(document.data, dict) and "benefits" in document.data and "entry" not in document.data
        cases = (benefit_cases_in if is_benefits else recognition_cases_in)(document, own)
    diagnostics.extend(own.sorted())
    return None if own.has_errors else cases

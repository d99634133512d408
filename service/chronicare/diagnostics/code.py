"""The stable codes of diagnostics. A code is never given another meaning; a retired one stays listed."""

from enum import Enum


class Code(Enum):
    """``E…`` refuses the input, ``W…`` is told, ``N…`` on demand only. The member's name is the slug."""

    # E01 bytes and table form
    NOT_UTF8 = "E0101"
    BROKEN_CSV = "E0102"
    UNKNOWN_HEADING = "E0103"
    MISSING_HEADING = "E0104"
    DUPLICATE_HEADING = "E0105"
    ROW_TOO_LONG = "E0106"
    EMPTY_REQUIRED_CELL = "E0107"
    SPOILED_BY_SPREADSHEET = "E0108"
    BROKEN_MANIFEST = "E0109"
    MISSING_FILE = "E0110"
    FILE_TOO_LARGE = "E0111"
    NOT_CANONICAL = "W0112"
    NO_ROWS = "E0113"
    RESTORED = "W0114"
    BROKEN_WORKBOOK = "E0115"
    MERGED_CELLS = "E0116"
    ROWS_OUT_OF_ORDER = "E0117"
    CHANGED_SINCE_EXPORT = "E0118"
    NOT_IMPORTED = "W0119"
    NOT_FILLED_IN = "E0120"
    # E02 cell language
    SYNTAX = "E0201"
    WRONG_TYPE = "E0202"
    UNKNOWN_NAME = "E0203"
    MISSING_UNIT = "E0204"
    UNKNOWN_UNIT = "E0205"
    EMPTY_RANGE = "E0206"
    BAD_LITERAL = "E0207"
    OUTSIDE_POSSIBLE = "E0208"
    ALWAYS_SAME = "E0209"
    CANNOT_BE_WORKED_OUT = "E0210"
    PERIOD_MISSING = "E0211"
    BAD_COUNTER = "E0212"
    # E03 vocabulary
    DUPLICATE_NAME = "E0301"
    BAD_VOCABULARY = "E0302"
    UNUSED_NAME = "W0303"
    NOTE_SAYS_OTHERWISE = "W0304"
    # E04 entries, criteria, groups
    DUPLICATE_ID = "E0401"
    UNKNOWN_ENTRY = "E0402"
    UNKNOWN_FINDING = "E0403"
    UNKNOWN_MEMBER = "E0404"
    CIRCULAR_GROUP = "E0405"
    BAD_NEEDS = "E0406"
    NO_ROUTE = "E0407"
    UNREACHED = "E0408"
    BAD_USE = "E0409"
    BAD_POINTS = "E0410"
    UNKNOWN_SWITCH = "E0411"
    BAD_SWITCH = "E0412"
    TOO_MANY_COMBINATIONS = "E0413"
    BAD_DATES = "E0414"
    UNKNOWN_DOCUMENT = "E0415"
    NO_DOCUMENT = "W0416"
    DAYS_WITHOUT_ROW = "W0417"
    ROW_NOT_REACHED = "W0418"
    NO_SCOPE = "W0419"
    NO_PAYER = "E0420"
    ENTRY_NOT_NAMED = "W0421"
    BAD_SITES = "E0422"
    CASE_WITHOUT_ROW = "W0423"
    CASE_WITH_ROW = "W0424"
    NEVER_TRUE = "W0425"
    NEEDLESS_ROUTE = "W0426"
    FIGURE_TWICE = "N0427"
    ROWS_ALIKE = "N0428"
    FAR_FROM_BEFORE = "N0429"
    OUT_OF_LINE = "N0430"
    TABLE_TOO_LARGE = "W0431"
    FIGURES_DIFFER = "W0432"
    NAME_NOT_USED = "W0433"
    FAR_FROM_OTHERS = "N0434"
    # E05 sources
    MISSING_SOURCE = "E0501"
    CLAUSE_NOT_IN_SOURCE = "E0502"
    UNKNOWN_SOURCE = "E0503"
    SOURCE_DIGEST = "E0504"
    UNKNOWN_ANOMALY = "E0505"
    CLAUSE_NOT_AT_PLACE = "E0506"
    NO_SUCH_PLACE = "E0507"
    PLACES_NOT_FOUND = "W0508"
    CLAUSE_SAYS_OTHERWISE = "W0509"
    QUESTION_WITHOUT_ROW = "E0510"
    QUESTION_WITH_ROW = "E0511"
    UNKNOWN_QUESTION = "E0512"
    NO_DIGEST = "W0513"
    # E06 engine
    ENGINE_LIMIT = "E0601"
    ENGINE_REFUSES = "E0602"
    OTHER_PROGRAM = "E0603"
    # E07 cases
    BAD_CASE = "E0701"
    CASE_FAILS = "E0702"
    # E08 requests
    REQUIRED_FIELD = "E0801"
    UNKNOWN_CODE = "E0802"
    BAD_VALUE = "E0803"
    BAD_UNIT = "E0804"
    IMPOSSIBLE_VALUE = "E0805"
    BAD_DATE = "E0806"
    CONTRADICTORY = "E0807"
    TOO_MANY = "E0808"
    NOT_IN_FORCE = "E0809"
    UNKNOWN_RELEASE = "E0810"
    BAD_FIELD = "E0811"
    # E09 models of DMN
    BROKEN_DMN = "E0901"
    NOT_IN_OUR_FORM = "E0902"
    # E10 how the service is set up
    BAD_SETTING = "E1001"


STRUCTURAL = frozenset(
    (
        Code.NOT_UTF8,
        Code.BROKEN_CSV,
        Code.UNKNOWN_HEADING,
        Code.MISSING_HEADING,
        Code.DUPLICATE_HEADING,
        Code.BROKEN_MANIFEST,
        Code.MISSING_FILE,
        Code.FILE_TOO_LARGE,
    )
)
"""What keeps rows from being read at all: whatever else is wrong of the same rules may follow from it."""

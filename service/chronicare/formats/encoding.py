"""Bytes become text: UTF-8 is read; what spreadsheets write instead is recognised, and refused with the remedy."""

from collections.abc import Iterable

from chronicare.diagnostics import Code, Diagnostics, Position, Text

MAX_BYTES = 8 * 1024 * 1024
"""A larger file is refused unread."""

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
"""Of the files of spreadsheet programs that are not tables here: they are to be saved as CSV."""

SAVE_AS_CSV = Text(
    "在 Excel 或 WPS 里另存为「CSV UTF-8（逗号分隔）」",
    "in Excel or WPS save it as 'CSV UTF-8 (Comma delimited)'",
)
SAVE_AS_UTF8 = Text("在编辑器里把编码选为 UTF-8 再保存", "save it with the encoding UTF-8")
_OR_FMT = Text("，或运行 chronicare fmt 转存", ", or run 'chronicare fmt' to convert it")


def decode(data: bytes, file: str, diagnostics: Diagnostics, marks: Iterable[str], remedy: Text) -> str | None:
    """Return the text of a UTF-8 file, with or without a byte order mark, ``None`` with the reason in ``diagnostics``.

    ``marks`` are words of which the right text holds at least one: by them GB18030 is told from damaged bytes.
    ``remedy`` says how the author saves such a file as UTF-8.
    """
    where = Position(file)
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // (1024 * 1024)
        diagnostics.add(
            Code.FILE_TOO_LARGE,
            where,
            Text(f"文件有 {len(data)} 字节，超过 {most} MiB", f"the file has {len(data)} bytes, more than {most} MiB"),
            Text("删去多余的空行空列，或分成几个文件", "remove surplus rows and columns, or split the file"),
        )
        return None
    foreign = _foreign(data)
    if foreign is not None:
        diagnostics.add(Code.NOT_UTF8, where, foreign, remedy)
        return None
    try:
        return data.removeprefix(_UTF8_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        text = read_gb18030(data)
        if text is not None and any(mark in text for mark in marks):
            diagnostics.add(
                Code.NOT_UTF8,
                where,
                Text("文件是 GB18030（GBK）编码，不是 UTF-8", "the file is in GB18030 (GBK), not UTF-8"),
                Text(remedy.zh + _OR_FMT.zh, remedy.en + _OR_FMT.en),
            )
        else:
            row = data.count(b"\n", 0, error.start) + 1
            diagnostics.add(
                Code.NOT_UTF8,
                Position(file, row),
                Text(f"第 {error.start + 1} 个字节起不是 UTF-8", f"not UTF-8 from byte {error.start + 1} on"),
                remedy,
            )
        return None


def read_gb18030(data: bytes) -> str | None:
    """Return the text of ``data`` read as GB18030 (which holds GBK and GB2312), or ``None`` if it cannot be that."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _foreign(data: bytes) -> Text | None:
    """Name what ``data`` is if it is plainly no UTF-8 text."""
    if data.startswith(_ZIP):
        return Text(
            "文件是 Excel 工作簿（xlsx）或压缩包，不是文本", "the file is an Excel workbook (xlsx) or a zip, not text"
        )
    if data.startswith(_OLE):
        return Text("文件是旧式工作簿（xls、et），不是文本", "the file is an old workbook (xls, et), not text")
    if data.startswith(_UTF16_BOMS):
        return Text("文件是 UTF-16 编码（Excel 的「Unicode 文本」）", "the file is in UTF-16 (Excel's 'Unicode Text')")
    if b"\0" in data:
        row = data.count(b"\n", 0, data.index(b"\0")) + 1
        return Text(
            f"第 {row} 行有空字节（NUL）：不是文本，或已损坏",
            f"line {row} holds a NUL byte: not text, or damaged",
        )
    return None

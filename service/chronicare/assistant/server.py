"""The tools, by the Model Context Protocol: what each is for, what it takes, and that none changes the rules."""

from collections.abc import Callable, Iterable
from functools import wraps
from threading import Lock
from typing import Annotated, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field

from chronicare.application.errors import ApplicationError
from chronicare.assistant.asking import Fact, ask_recognition, ask_settlement, ask_terms
from chronicare.assistant.bounded import bounded
from chronicare.assistant.desk import SAMPLE_PERSONS, Desk, NotThereError, Tried
from chronicare.assistant.telling import effect_lines, outcome_lines, row_line
from chronicare.assistant.wording import DESCRIPTIONS, INSTRUCTIONS
from chronicare.authoring.cell_edits import CellEdit, NewRow
from chronicare.authoring.proposal import Proposal
from chronicare.diagnostics import DiagnosticError, Language
from chronicare.formats.document_places import DocumentPlaces

Given = ParamSpec("Given")
_READING = ToolAnnotations(readOnlyHint=True, openWorldHint=False)
_PROPOSING = ToolAnnotations(readOnlyHint=False, destructiveHint=False, idempotentHint=True, openWorldHint=False)
_ON_PERSONS = f"也在 {SAMPLE_PERSONS} 个样本人身上试，慢一些"
_MOST_CHANGES = 200
_MOST_ROWS = 200

Area = Annotated[str, Field(max_length=60, description="统筹区：代码、名称或文件夹，见 list_areas")]
TableName = Annotated[str, Field(max_length=200, description="表：search、read_table 给出的文件名，或表名")]
Day = Annotated[str, Field(max_length=10, description="日期，如 2025-06-01")]
Born = Annotated[str, Field(max_length=10, description="出生日期，不知道就不写")]
Facts = Annotated[list[Fact], Field(max_length=200, description="已知的事项或所见；不知道的不要写")]
Reason = Annotated[str, Field(min_length=1, max_length=2000, description="为什么改，依据哪个文件哪一条")]


class Edit(BaseModel):
    """What a cell is to say."""

    model_config = ConfigDict(extra="forbid")

    table: TableName
    row: int = Field(ge=2, le=1_000_000, description="行号，同 read_table 所列（表头是第 1 行）")
    column: str = Field(max_length=100, description="列的表头，原样写，如 出：支付比例")
    text: str = Field(max_length=4000, description="新的内容")


class AddedRow(BaseModel):
    """A row below the last."""

    model_config = ConfigDict(extra="forbid")

    table: TableName
    cells: dict[Annotated[str, Field(max_length=100)], Annotated[str, Field(max_length=4000)]] = Field(
        max_length=60, description="表头 → 内容"
    )


Edits = Annotated[list[Edit], Field(max_length=_MOST_CHANGES, description="要改的格子")]
AddedRows = Annotated[list[AddedRow], Field(max_length=_MOST_CHANGES, description="要加的行")]


def build_server(desk: Desk) -> MCPServer:
    """Return the server over ``desk``; whoever runs it chooses how it is spoken to."""
    server: MCPServer = MCPServer("chronicare", instructions=INSTRUCTIONS, log_level="WARNING")
    tools, lock = _Tools(desk), Lock()
    for name, description in DESCRIPTIONS.items():
        does = _PROPOSING if name == tools.propose_edit.__name__ else _READING
        tool = _one_at_a_time(getattr(tools, name), lock)
        server.add_tool(tool, description=description, annotations=does, structured_output=False)
    return server


def _one_at_a_time(tool: Callable[Given, str], lock: Lock) -> Callable[Given, str]:
    """Return ``tool``, one of those that wait for each other, with what it refuses told to whoever called it."""

    @wraps(tool)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> str:
        try:
            with lock:
                return tool(*args, **kwargs)
        except NotThereError as error:
            raise ToolError(error.reason.zh) from error
        except ApplicationError as error:
            raise ToolError(error.message.zh) from error
        except DiagnosticError as error:
            lines = [each.render(Language.ZH) for each in error.diagnostics]
            raise ToolError(bounded(lines, "先改好上面这些")) from error
        except (ValueError, OSError) as error:
            raise ToolError(f"做不到：{error}") from error

    return told


class _Tools:
    """The tools, by the names models call them; ``wording`` has what they are told of each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def list_areas(self) -> str:
        """List areas and layers."""
        standing = self._desk.standing
        lines = []
        for area in standing.areas.values():
            errors = sum(each.is_error for each in area.diagnostics)
            state = f"有 {errors} 个错误" if errors else "没有错误"
            lines.append(f"{area.code} {area.name.zh}（{area.folder}）：{state}")
        for name, folder in standing.written.items():
            documents = "、".join(f"{each.id}《{each.title}》" for each in folder.manifest.documents)
            lines.append(
                f"文件夹 {name}：{folder.manifest.name.zh} {folder.manifest.version}，{len(folder.tables)} 张表；"
                f"依据 {documents or '（没有）'}"
            )
        return bounded(lines, "用 search 找")

    def search(
        self,
        words: Annotated[str, Field(min_length=1, max_length=100, description="要找的词，几个用空格隔开，都要有")],
        most: Annotated[int, Field(ge=1, le=50, description="每类至多列几个")] = 10,
    ) -> str:
        """Find anything by what people call it."""
        lines = []
        for found in self._desk.index.find(words, most):
            lines.append(f"{found.group.value}（{found.total} 个）")
            lines += [f"  {hit.title}｜{hit.detail}｜{hit.page.removeprefix('table/')}" for hit in found.hits]
        return bounded(lines, "多写几个词，或把 most 写小") or f"没有找到「{words}」"

    def read_table(
        self,
        table: TableName,
        first_row: Annotated[int, Field(ge=2, le=1_000_000, description="从第几行起")] = 2,
        rows: Annotated[int, Field(ge=1, le=_MOST_ROWS, description="读几行")] = 40,
    ) -> str:
        """Return rows of a table."""
        folder, found = self._desk.table(table)
        every = [row for row in found if row.position.row >= first_row]
        head = f"{found.file} {found.name or found.kind.title}（{folder.manifest.name.zh}），共 {len(found.rows)} 行"
        if found.hit:
            head += f"，取法 {found.hit}"
        shown = [head, *(row_line(found, row) for row in every[:rows])]
        if len(every) > rows:
            shown.append(f"……后面还有 {len(every) - rows} 行：first_row 写 {every[rows].position.row}")
        return bounded(shown, "把 rows 写小，或从后面的行读起")

    def read_source(
        self,
        table: TableName,
        row: Annotated[int, Field(ge=2, le=1_000_000, description="哪一行的依据")],
    ) -> str:
        """Return what a row rests on."""
        folder, found = self._desk.table(table)
        line = next((each for each in found if each.position.row == row), None)
        if line is None:
            raise ValueError(f"{found.file} 没有第 {row} 行")
        name, _, place = line.text("source").rpartition(" ")
        document = self._desk.document(folder, name or found.document)
        lines = [
            f"依据：{document.id}《{document.title}》{document.publisher} {document.edition}，{place or '没有写出处'}",
            f"原文：{line.text('clause') or '（没有摘原文）'}",
        ]
        if line["correction"]:
            lines.append(f"读作：{line.text('correction')}")
        text = self._desk.documents.get(document.sha256)
        if text is None:
            lines.append("文件不在手边：启动时用 --sources 写明依据文件所在的目录，就能读到那一处的全文")
        else:
            there = DocumentPlaces(text).text_at(place)
            lines.append(f"那一处的全文：{there}" if there else "文件里找不到这一处")
        return bounded(lines, "")

    def run_checks(self, area: Area) -> str:
        """Return what is wrong with an area."""
        standing = self._desk.area(area)
        problems = [each for each in standing.diagnostics if not each.is_note]
        errors = sum(each.is_error for each in problems)
        lines = [f"{standing.code} {standing.name.zh}：错误 {errors}，提醒 {len(problems) - errors}"]
        lines += [each.render(Language.ZH) for each in problems]
        return bounded(lines, "先改好前面的")

    def run_cases(
        self,
        area: Area,
        words: Annotated[str, Field(max_length=100, description="只看名称或主题里有这些字的；不写即全部")] = "",
        *,
        failed_only: Annotated[bool, Field(description="只列没有通过的")] = True,
    ) -> str:
        """Return how the cases of an area come out."""
        standing = self._desk.area(area)
        runs = self._desk.trying.cases_of(self._desk.standing, standing.code)
        if runs is None:
            raise ValueError("规则有错，跑不了案例：先用 run_checks 看")
        found = [each for each in runs.cases.values() if words in f"{each.subject} {each.name}"]
        failed = [each for each in found if each.problems]
        lines = [f"案例 {len(found)} 个，没有通过 {len(failed)} 个"]
        lines += [each.render(Language.ZH) for each in runs.broken]
        for each in failed if failed_only else found:
            problems = "；".join(problem.zh for problem in each.problems)
            lines.append(f"{each.position.file}:{each.position.row} {each.name}：{problems or '通过'}")
        return bounded(lines, "words 写得窄一些")

    def decide_recognition(
        self,
        area: Area,
        disease: Annotated[str, Field(max_length=60, description="病种：编码、名称或别名")],
        day: Day,
        findings: Facts,
        birth_date: Born = "",
    ) -> str:
        """Try a recognition."""
        runtime = self._desk.standing.runtime
        return bounded(ask_recognition(runtime, self._desk.area(area).code, disease, day, birth_date, findings), "")

    def settle_bill(
        self,
        area: Area,
        day: Day,
        total_yuan: Annotated[str, Field(max_length=20, description="总费用，元，如 12345.67")],
        facts: Facts,
        used: Annotated[
            list[Fact], Field(max_length=200, description="本年已经用掉的累计（如 统筹已付累计，元）；不写即都是 0")
        ] = [],  # noqa: B006 - never changed
        birth_date: Born = "",
    ) -> str:
        """Try a bill."""
        runtime, code = self._desk.standing.runtime, self._desk.area(area).code
        return bounded(ask_settlement(runtime, code, day, birth_date, total_yuan, facts, used), "")

    def look_up_terms(
        self,
        area: Area,
        day: Day,
        terms: Annotated[
            list[Annotated[str, Field(max_length=60)]],
            Field(min_length=1, max_length=40, description="要查的事项：名称或代码"),
        ],
        facts: Facts,
        birth_date: Born = "",
    ) -> str:
        """Look terms up."""
        runtime, code = self._desk.standing.runtime, self._desk.area(area).code
        return bounded(ask_terms(runtime, code, day, birth_date, terms, facts), "少查几项")

    def try_edit(
        self,
        edits: Edits,
        added_rows: AddedRows = [],  # noqa: B006 - never changed
        *,
        sample_persons: Annotated[bool, Field(description=_ON_PERSONS)] = False,
    ) -> str:
        """Try changes on a copy."""
        return bounded(outcome_lines(self._try(edits, added_rows, sample=sample_persons)), "改动分几次试")

    def propose_edit(
        self,
        edits: Edits,
        reason: Reason,
        added_rows: AddedRows = [],  # noqa: B006 - never changed
        *,
        sample_persons: Annotated[bool, Field(description=_ON_PERSONS)] = False,
    ) -> str:
        """Store changes as a proposal, if they bring no error."""
        tried = self._try(edits, added_rows, sample=sample_persons)
        lines = list(outcome_lines(tried))
        if not tried.files:
            raise ValueError("这些格子本来就是这样，没有可提议的")
        if tried.trial.has_errors:
            raise ToolError(bounded(["改动带来错误，没有提议：", *lines], "先改好上面这些"))
        said_of_it = [f"理由：{reason}", *effect_lines(tried)]
        proposal = Proposal(tried.made_on, self._edits(edits), self._rows(added_rows), said_of_it, tried.patch)
        path = self._desk.store(proposal)
        accept = f"已写成提议：{path}\n请人看过后运行：chronicare assistant accept {path} --rules {self._desk.root}"
        return f"{accept}\n{bounded(lines, '全文在提议文件里')}"

    def _try(self, edits: Iterable[Edit], rows: Iterable[AddedRow], *, sample: bool) -> Tried:
        return self._desk.try_changes(self._edits(edits), self._rows(rows), sample=sample)

    def _edits(self, edits: Iterable[Edit]) -> list[CellEdit]:
        return [CellEdit(self._desk.table(each.table)[1].file, each.row, each.column, each.text) for each in edits]

    def _rows(self, rows: Iterable[AddedRow]) -> list[NewRow]:
        return [NewRow(self._desk.table(each.table)[1].file, each.cells) for each in rows]

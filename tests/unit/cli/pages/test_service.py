"""How a service is, in words."""

from datetime import UTC, datetime, timedelta

import click

from chronicare.cli.pages.service import ServicePage
from chronicare.diagnostics import Language
from chronicare.rpc.state import RecordState, ReleaseState, ReloadState, ServiceState, WorkerPhase, WorkerState

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
WELL = ServiceState(
    version="1.2.3",
    pid=40,
    address="127.0.0.1:50051",
    started_at=AT - timedelta(days=2, hours=3),
    rules="rules",
    releases=(ReleaseState(area="990000", digest="0123456789abcdef"),),
    workers=(
        WorkerState(
            number=0,
            pid=41,
            phase=WorkerPhase.LISTENING,
            since=AT - timedelta(hours=1, minutes=5),
            restarts=2,
            in_progress={"quick": 1, "long": 2},
        ),
    ),
    sums=(
        (("calls", "CheckRecognition", "OK"), 3.0),
        (("calls", "SettleBill", "INVALID_ARGUMENT"), 1.0),
        (("seconds", "CheckRecognition", "OK"), 0.03),
        (("seconds", "SettleBill", "INVALID_ARGUMENT"), 0.01),
        (("decisions", "990000", "MEETS"), 2.0),
        (("decisions", "990001", "MEETS"), 1.0),
        (("decisions", "990000", "UNDECIDED"), 4.0),
        (("settlements", "990000", "UNDECIDED"), 5.0),
        (("missing", "990000", "fpg"), 4.0),
        (("missing", "990000", "hba1c"), 6.0),
    ),
)


def lines(state: ServiceState, language: Language = Language.ZH) -> list[str]:
    return [click.unstyle(each) for each in ServicePage(language).lines(state, AT)]


def test_a_service_that_is_well() -> None:
    assert lines(WELL) == [
        "127.0.0.1:50051 一切正常",
        "  程序：版本 1.2.3，进程 40，已运行 2 天 3 小时",
        "  规则：rules 990000 0123456789ab",
        "  进程 0 (41)：正常 1 小时 5 分，在办请求 3，重启过 2 次",
        "  已答：4 个请求，平均 10.0 毫秒；INVALID_ARGUMENT 1",
        "  认定：符合 3、尚不能认定 4",
        "  结算：尚不能结算 5",
        "  最常缺：990000 hba1c 6、990000 fpg 4",
    ]


def test_the_same_in_english() -> None:
    assert lines(WELL, Language.EN)[:4] == [
        "127.0.0.1:50051 all is well",
        "  Program: version 1.2.3, process 40, up 2 d 3 h",
        "  Rules: rules 990000 0123456789ab",
        "  Worker 0 (41): answering for 1 h 5 min, 3 calls in progress, started again 2 times",
    ]


def test_where_it_is_asked_over_http_is_told() -> None:
    asked = WELL.model_copy(update={"http_address": "127.0.0.1:8080"})
    assert "  HTTP：127.0.0.1:8080" in list(ServicePage(Language.ZH).lines(asked, AT))
    assert not any("HTTP" in line for line in ServicePage(Language.ZH).lines(WELL, AT))


def test_what_is_not_well_is_told() -> None:
    ill = WELL.model_copy(
        update={
            "workers": (WorkerState(number=1, pid=42, phase=WorkerPhase.ENDED, since=AT - timedelta(seconds=61)),),
            "refused_areas": ("990001",),
            "last_reload": ReloadState(at=AT - timedelta(minutes=3), in_force=False),
            "sums": ((("disagreements",), 2.0), (("faults",), 1.0)),
        }
    )
    told = lines(ill)
    assert told[0] == "127.0.0.1:50051 有异常"
    assert told[3:] == [
        "  3 分 0 秒前重新装入没有成功，仍用原来的规则；日志写明原因",
        "  这些统筹区的表有错误：990001；用 chronicare check 查看",
        "  进程 1 (42)：已中止，等待重启 1 分 1 秒，在办请求 0",
        "  已答：0 个请求",
        "  两个评估器不一致 2 次；日志写明",
        "  未预见的错误 1 次；日志写明",
    ]


def test_a_record_that_lags_or_cannot_be_written_is_told() -> None:
    (worker,) = WELL.workers
    lagging = WELL.model_copy(
        update={"workers": (worker.model_copy(update={"record": RecordState(waiting=3, seconds=1.5)}),)}
    )
    assert lines(lagging)[0] == "127.0.0.1:50051 一切正常"
    assert lines(lagging)[3].endswith("，留痕未写 3 条，最早的已等 1.5 秒")
    failing = WELL.model_copy(update={"workers": (worker.model_copy(update={"record": RecordState(is_failing=True)}),)})
    assert lines(failing)[0] == "127.0.0.1:50051 有异常"
    assert "  留痕写不进去，在恢复之前不作任何认定与结算；日志写明原因" in lines(failing)

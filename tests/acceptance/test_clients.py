"""The clients that are handed out ask what the demo asks, and get what it gets."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from google.protobuf import json_format

from chronicare.api.v1 import benefit_service_pb2, recognition_service_pb2

if TYPE_CHECKING:
    from acceptance.conftest import Live

ROOT = Path(__file__).parents[2]
DEMO = sorted((ROOT / "rules" / "511900-bazhong" / "demo").glob("*.json"))
PATIENCE_SECONDS = 180
INPATIENT = "5-inpatient"
OUTCOMES = {
    "1-meets": ["OUTCOME_MEETS"],
    "2-refused": ["OUTCOME_DOES_NOT_MEET"],
    "3-undecided": ["OUTCOME_UNDECIDED"],
}


class Asked(NamedTuple):
    """One request of the demo."""

    name: str
    service: str
    method: str
    request: Any

    @property
    def plain(self) -> dict[str, object]:
        """Return it as the clients are given it."""
        return {"service": self.service, "method": self.method, "request": self.request}


def asked(file: Path) -> Asked:
    request = json.loads(file.read_text("utf-8"))
    if "bill" in request:
        return Asked(file.stem, "BenefitService", "SettleBill", request)
    return Asked(file.stem, "RecognitionService", "CheckRecognition", request)


CASES = [asked(each) for each in DEMO]
WRONG = Asked(
    "wrong",
    "RecognitionService",
    "CheckRecognition",
    {"areaCode": "511900", "asOfDate": "2025-12-01", "diseaseCodes": ["?"]},
)


def expected(live: "Live", case: Asked) -> Any:  # noqa: ANN401 - JSON
    """Return what the stubs of the contract get, as JSON."""
    if case.method == "SettleBill":
        bill = json_format.ParseDict(case.request, benefit_service_pb2.SettleBillRequest())
        return json_format.MessageToDict(live.benefits.SettleBill(bill))
    check = json_format.ParseDict(case.request, recognition_service_pb2.CheckRecognitionRequest())
    return json_format.MessageToDict(live.stub.CheckRecognition(check))


def gist(answer: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what an answer comes to, and the values that it gives back."""
    if "settlement" in answer:
        amounts = answer["settlement"]["amounts"]
        said = answer["settlement"]["outcome"], answer["settlement"]["statement"]
        outputs = [
            (output["code"], output.get("value"))
            for row in answer["settlement"]["determinations"]
            for output in row["outputs"]
        ]
        return (
            said,
            outputs,
            {name: int(value) for name, value in amounts.items() if name.endswith("Fen") and int(value)},
        )
    return [(each["diseaseCode"], each["outcome"], each["summary"]) for each in answer["decisions"]]


@pytest.fixture(scope="session")
def node_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the client for Node with what it needs, beside the protos."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("there is no Node here")
    protos = tmp_path_factory.mktemp("node") / "protos"
    shutil.copytree(ROOT / "protos", protos, ignore=shutil.ignore_patterns("node_modules"))
    folder = protos / "clients" / "node"
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    result = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    if result.returncode:
        pytest.skip(f"npm cannot install what the client needs: {result.stderr.strip()[-200:]}")
    return folder


@pytest.mark.slow
def test_node_gets_what_the_demo_gets_over_grpc_and_over_http(real: "Live", node_client: Path) -> None:
    command = ["node", str(Path(__file__).with_name("clients.mjs")), str(node_client)]
    command += [f"127.0.0.1:{real.port}", f"http://127.0.0.1:{real.http_port}"]
    sent = json.dumps([each.plain for each in (*CASES, WRONG)])
    result = subprocess.run(
        command, check=False, input=sent, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE_SECONDS
    )
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["values"] == [None, True, 7.05, "7.05", [1, "a"], {"收缩压": 165, "舒张压": None}]
    *answers, wrong = told["answers"]
    for case, both in zip(CASES, answers, strict=True):
        wanted = gist(expected(real, case))
        assert gist(both["grpc"]["answer"]) == wanted, case.name
        assert gist(both["http"]["answer"]) == wanted, case.name
        if case.name == INPATIENT:
            assert ("within_scope", True) in wanted[1]
        if case.name in OUTCOMES:
            assert [each["outcome"] for each in both["grpc"]["answer"]["decisions"]] == OUTCOMES[case.name]
    for error in (wrong["grpc"]["error"], wrong["http"]["error"]):
        assert (error["name"], error["code"], error["reason"], error["hasId"]) == (
            "CallError",
            "invalid_argument",
            "ERROR_REASON_INVALID_REQUEST",
            True,
        )
        assert [(each["field"], each["reason"]) for each in error["violations"]] == [("disease_codes[0]", "E0802")]
        assert "disease_codes[0]" in error["message"]


@pytest.fixture(scope="session")
def python_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment in which nothing is but the contract's wheel and what it needs."""
    folder = tmp_path_factory.mktemp("python")
    source = ROOT / "protos" / "clients" / "python"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(build, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True, timeout=PATIENCE_SECONDS)
    python = folder / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    result = subprocess.run(
        [*pip, "--only-binary", ":all:", *pinned(folder), str(wheel)],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    if result.returncode:
        pytest.skip(f"pip cannot install what the client needs: {result.stderr.strip()[-200:]}")
    return python


def pinned(folder: Path) -> list[str]:
    """Return how pip is held to the versions of the lock, without the hashes, which a wheel made here has none of."""
    lines = (ROOT / "service" / "requirements.lock").read_text("utf-8").splitlines()
    versions = [
        line.split()[0] for line in lines if re.match(r"(grpcio|grpcio-status|protobuf|googleapis-\S+)==", line)
    ]
    file = folder / "versions.txt"
    file.write_text("\n".join(versions), encoding="utf-8")
    return ["--constraint", str(file)]


PROGRAM = """
import json, sys
from google.protobuf import json_format
from chronicare_client import CallError, Client, plain, value
address, asked = sys.argv[1], json.loads(sys.stdin.read())
answers = []
with Client(address) as client:
    for each in asked:
        try:
            answers.append(json_format.MessageToDict(client.call(each["method"], each["request"])))
        except CallError as error:
            answers.append([error.code.name, error.reason, error.violations[0][:2]])
values = [plain(value(each)) for each in (None, True, 7.05, "7.05", [1, "a"], {"收缩压": 165})]
try:
    import durable
except ModuleNotFoundError:
    durable = None
try:
    import chronicare.engine
except ModuleNotFoundError:
    print(json.dumps({"answers": answers, "values": values, "engine": durable is not None}))
"""


@pytest.mark.slow
def test_the_contract_is_installed_without_the_engine_and_gets_what_the_demo_gets(
    real: "Live", python_client: Path
) -> None:
    sent = json.dumps([each.plain for each in (*CASES, WRONG)])
    result = subprocess.run(
        [str(python_client), "-I", "-c", PROGRAM, f"127.0.0.1:{real.port}"],
        check=False,
        input=sent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
    )
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["engine"] is False
    assert told["values"] == [None, True, 7.05, "7.05", [1, "a"], {"收缩压": 165}]
    *answers, wrong = told["answers"]
    for case, answer in zip(CASES, answers, strict=True):
        assert gist(answer) == gist(expected(real, case)), case.name
    assert wrong == ["INVALID_ARGUMENT", "ERROR_REASON_INVALID_REQUEST", ["disease_codes[0]", "E0802"]]

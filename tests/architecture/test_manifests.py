"""The manifests for Kubernetes: right by its schemas, one with another, and with the service as it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from click.testing import CliRunner
from credentials import certificate, server_certificate

from chronicare.cli.__main__ import main
from chronicare.records.pseudonyms import new_key
from chronicare.rpc import supervisor
from chronicare.rpc.configuration import read_configuration
from chronicare.rpc.server import RULE_SETS
from chronicare.rpc.settings import Settings

FOLDER = Path(__file__).parents[2] / "service" / "deployment" / "kubernetes"
LABELS = {"app.kubernetes.io/name": "chronicare"}
Manifest = dict[str, Any]


def manifests() -> dict[str, Manifest]:
    """Return every manifest by its kind; there is one of each."""
    files = sorted(FOLDER.glob("*.yaml"))
    read = [yaml.safe_load(each.read_text(encoding="utf-8")) for each in files]
    return {each["kind"]: each for each in read}


MANIFESTS = manifests()
POD: Manifest = MANIFESTS["Deployment"]["spec"]["template"]
(CONTAINER,) = POD["spec"]["containers"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings that the ConfigMap holds."""
    file = tmp_path / "chronicare.toml"
    file.write_text(MANIFESTS["ConfigMap"]["data"]["chronicare.toml"], encoding="utf-8")
    return read_configuration(file, {}).settings


@pytest.mark.parametrize("kind", sorted(MANIFESTS.keys() - {"Kustomization"}))
def test_each_is_right_by_the_schema_of_its_kind(kind: str) -> None:
    kubernetes_validate.validate(MANIFESTS[kind], kubernetes_validate.latest_version(), strict=True)


def test_each_is_applied() -> None:
    files = {each.name for each in FOLDER.glob("*.yaml")} - {"kustomization.yaml"}
    assert set(MANIFESTS["Kustomization"]["resources"]) == files


def test_whoever_is_chosen_by_a_label_has_it() -> None:
    assert POD["metadata"]["labels"] == LABELS
    assert MANIFESTS["Deployment"]["spec"]["selector"]["matchLabels"] == LABELS
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == LABELS
    assert MANIFESTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == LABELS
    assert MANIFESTS["Service"]["spec"]["selector"] == LABELS
    assert MANIFESTS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == "chronicare"
    assert "replicas" not in MANIFESTS["Deployment"]["spec"], (
        "the autoscaler's, and not set back by whoever applies this"
    )


def test_ports_are_those_of_the_configuration(settings: Settings) -> None:
    ports = {each["name"]: each["containerPort"] for each in CONTAINER["ports"]}
    assert ports == {"grpc": settings.port, "health": settings.health_port, "metrics": settings.metrics_port}
    assert [(each["port"], each["targetPort"]) for each in MANIFESTS["Service"]["spec"]["ports"]] == [
        (settings.port, "grpc")
    ]
    named = {port["port"] for rule in MANIFESTS["NetworkPolicy"]["spec"]["ingress"] for port in rule["ports"]}
    assert named <= ports.keys()
    assert POD["metadata"]["annotations"]["prometheus.io/port"] == str(settings.metrics_port)


def test_probes_ask_for_what_there_is_and_are_patient_enough(settings: Settings) -> None:
    probes = {name: CONTAINER[f"{name}Probe"] for name in ("startup", "liveness", "readiness")}
    assert {each["grpc"]["port"] for each in probes.values()} == {settings.health_port}
    assert "service" not in probes["readiness"]["grpc"], "the service as a whole"
    for name in ("startup", "liveness"):  # which says so even while the record cannot be written
        assert probes[name]["grpc"]["service"] == RULE_SETS.full_name
    starting = probes["startup"]["periodSeconds"] * probes["startup"]["failureThreshold"]
    assert starting > settings.startup_seconds
    assert probes["liveness"]["periodSeconds"] * probes["liveness"]["failureThreshold"] > settings.silence_seconds


def test_there_is_time_to_drain(settings: Settings) -> None:
    assert settings.drain_seconds > 0, "others still send new connections when it is told to stop"
    stopped = settings.stopping_seconds + supervisor.SPARE_SECONDS
    assert POD["spec"]["terminationGracePeriodSeconds"] > stopped


def test_it_may_do_nothing_but_serve() -> None:
    pod, container = POD["spec"]["securityContext"], CONTAINER["securityContext"]
    assert pod["runAsNonRoot"]
    assert pod["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["readOnlyRootFilesystem"]
    assert container["allowPrivilegeEscalation"] is False
    assert container["capabilities"] == {"drop": ["ALL"]}
    assert POD["spec"]["automountServiceAccountToken"] is False
    containerfile = (FOLDER.parent / "Containerfile").read_text(encoding="utf-8")
    assert f"USER {pod['runAsUser']}:{pod['runAsGroup']}" in containerfile
    assert pod["fsGroup"] == pod["runAsGroup"], "who reads the secrets"


def paths(settings: Settings) -> Iterator[Path]:
    """Yield every path of the configuration that is not beside it."""
    assert settings.tls is not None
    assert settings.releases is not None
    assert settings.record_keys is not None
    yield from (settings.releases, settings.tls.certificate, settings.tls.key, settings.record_keys)


def test_what_is_mounted_is_what_the_configuration_reads(settings: Settings, tmp_path: Path) -> None:
    mounts = {Path(each["mountPath"]): each for each in CONTAINER["volumeMounts"]}
    for path in paths(settings):
        assert {path, *path.parents} & mounts.keys(), path
    assert {name for name, each in mounts.items() if not each.get("readOnly")} == {Path("/tmp")}  # noqa: S108
    volumes = {each["name"] for each in POD["spec"]["volumes"]}
    assert {each["name"] for each in mounts.values()} == volumes
    containerfile = (FOLDER.parent / "Containerfile").read_text(encoding="utf-8")
    assert re.findall(r"CHRONICARE_CONFIG=(\S+)", containerfile) == ["/etc/chronicare/chronicare.toml"]
    assert Path("/etc/chronicare") in mounts
    assert settings.access is not None
    assert settings.access.callers == tmp_path / "callers.toml", "beside the configuration, in the same ConfigMap"


def test_the_configuration_is_one_that_config_check_accepts(tmp_path: Path) -> None:
    for name, text in MANIFESTS["ConfigMap"]["data"].items():
        here = re.sub(r'"/etc/chronicare-\w+/', '"', text)
        (tmp_path / name).write_text(here, encoding="utf-8")
    own = server_certificate(certificate("root"))
    (tmp_path / "tls.crt").write_bytes(own.pem)
    (tmp_path / "tls.key").write_bytes(own.key_pem)
    (tmp_path / "keys").write_text(new_key(()), encoding="utf-8")
    result = CliRunner().invoke(main, ["config", "check", str(tmp_path / "chronicare.toml")])
    assert (result.exit_code, result.stderr) == (0, "配置没有错\n")


def test_each_environment_variable_is_one_that_somebody_reads() -> None:
    assert {each["name"] for each in CONTAINER["env"]} == {"PGPASSWORD"}, "libpq's own"

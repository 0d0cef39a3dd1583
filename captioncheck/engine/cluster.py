"""A Ray cluster: one that runs already, or one of this machine that ends with the run."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from captioncheck.cores import usable_cores
from captioncheck.engine.base import EngineError
from captioncheck.errors import MissingExtraError

OWN = "local"
"""The address of a cluster of this machine that is started for the run."""
_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nobody is told that captioncheck runs
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else a warning on stderr
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # else each dead worker is told on stdout, whatever `log_to_driver` is
}
"""Variables that Ray reads when it is imported."""
_STORE = 256 * 2**20
"""Bytes of shared memory that the own cluster takes for what travels between its processes."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster to which this process is connected, and how many processors and graphics processors it has now."""

    address: str
    cpus: int
    gpus: int
    machines: int
    guest: bool
    """Whether this process was connected already: then it stays so."""

    def close(self) -> None:
        """Let go of the cluster; one of our own ends."""
        import ray

        if not self.guest:
            ray.shutdown()


def require_ray() -> None:
    """Raise MissingExtraError where Ray is not installed."""
    if find_spec("ray") is None:
        raise MissingExtraError("--engine ray", "ray")


def connect(address: str | None, jobs: int | None) -> Cluster:
    """Connect to the cluster at an address (None: at RAY_ADDRESS, else one of our own with `jobs` processors).

    Raises MissingExtraError, and EngineError where there is no such cluster.
    """
    require_ray()
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    import ray

    wanted = address or os.environ.get("RAY_ADDRESS") or OWN
    guest = ray.is_initialized()
    if not guest:
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
        if wanted == OWN:
            cores = jobs or usable_cores()
            quiet |= {"num_cpus": cores, "include_dashboard": False, "object_store_memory": _STORE}
        logging.getLogger("ray").setLevel(logging.ERROR)
        try:
            ray.init(address=wanted, **quiet)
        except Exception as error:  # Ray raises a dozen kinds here, RuntimeError and ValueError among them
            ray.shutdown()
            why = " ".join(str(error).split())[:300]
            raise EngineError(f"no Ray cluster at '{wanted}' can be used: {why}") from error
    has = ray.cluster_resources()
    machines = sum(bool(node["Alive"]) for node in ray.nodes())
    return Cluster(wanted, int(has.get("CPU", 0)), int(has.get("GPU", 0)), machines, guest)

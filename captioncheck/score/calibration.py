"""A newsroom's own thresholds: the file that `captioncheck calibrate` writes, put in place of the shipped ones.

Only thresholds change. `fit` stays what it is, so that it can be compared between installations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from captioncheck.errors import ConfigError
from captioncheck.score.fusion import FusionModel
from captioncheck.version import __version__

SCHEMA = "captioncheck-calibration/1"
LEVELS = ("error", "warning", "doubt")
"""The thresholds of a regime that a calibration sets, from the lowest up."""
_LARGEST = 2**20  # bytes


@dataclass(frozen=True, slots=True)
class Basis:
    """What `fit`, and so every threshold, depends on; a calibration made on another basis cannot be used.

    `encoder` names every encoder that was heard.
    """

    encoder: str
    version: str
    weights: str

    @classmethod
    def of(cls, encoder: str, model: FusionModel) -> Basis:
        """Return the basis of a run: the encoder's name, our version (up to its patch), a digest of the weights."""
        weights = json.dumps({name: asdict(regime) for name, regime in model.regimes.items()}, sort_keys=True)
        digest = hashlib.sha256(weights.encode()).hexdigest()[:12]
        return cls(encoder, ".".join(__version__.split(".")[:2]), digest)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Thresholds by regime (level -> `fit`), the basis that they hold for, and the path of their file."""

    thresholds: Mapping[str, Mapping[str, float]]
    basis: Basis
    path: str

    def applied(self, model: FusionModel, encoder: str) -> FusionModel:
        """Return the model with these thresholds. Raises ConfigError where they were made for something else."""
        here = Basis.of(encoder, model)
        for name, words in (("encoder", "encoders"), ("version", "captioncheck"), ("weights", "weights")):
            made, now = getattr(self.basis, name), getattr(here, name)
            if made != now:
                raise ConfigError(
                    f"calibration {self.path}: made with {words} {made}, but this run has {now}; "
                    "make it anew with 'captioncheck calibrate'"
                )
        if set(self.thresholds) != set(model.thresholds):
            raise self._broken(f"'thresholds' must have {' and '.join(sorted(model.thresholds))}")
        return replace(
            model,
            thresholds={name: replace(row, **self.thresholds[name]) for name, row in model.thresholds.items()},
        )

    def _broken(self, why: str) -> ConfigError:
        return broken(self.path, why)


def broken(path: str, why: str) -> ConfigError:
    """Return the error for a file that is no calibration, or a damaged one."""
    return ConfigError(f"calibration {path}: {why}; make it anew with 'captioncheck calibrate'")


def read(path: str) -> Calibration:
    """Return the calibration that a file holds. Raises ConfigError when it cannot be read or is none."""
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise ConfigError(f"calibration {path}: cannot be read: {error.strerror or error}") from error
    try:
        document = json.loads(data) if len(data) <= _LARGEST else None
    except (ValueError, RecursionError) as error:
        raise broken(path, "is not JSON") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise broken(path, f"is not a {SCHEMA} document")
    made, rows = document.get("made"), document.get("thresholds")
    if not isinstance(made, dict) or not isinstance(rows, dict):
        raise broken(path, "'made' or 'thresholds' is missing")
    basis = Basis(*(str(made.get(name)) for name in ("encoder", "version", "weights")))
    return Calibration({str(name): _thresholds(path, name, row) for name, row in rows.items()}, basis, path)


def _thresholds(path: str, regime: str, row: Any) -> dict[str, float]:
    values = [row.get(level) for level in LEVELS] if isinstance(row, dict) else []
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) != len(LEVELS) or not 0 < numbers[0] <= numbers[1] <= numbers[2] < 1:
        raise broken(path, f"'thresholds.{regime}' must have 0 < {' <= '.join(LEVELS)} < 1")
    return dict(zip(LEVELS, numbers, strict=True))

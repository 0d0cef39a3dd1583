"""What a check costs: no torch, and less than 400 MB."""

import subprocess
import sys

import pytest

from tests.e2e.running import FIXTURES, environment

ARTICLE = FIXTURES / "articles" / "fr-right.html"
# VmHWM, not ru_maxrss: that one keeps the peak of the parent, which may have torch loaded, through fork and exec.
SCRIPT = """
import sys
from pathlib import Path
from captioncheck.cli import main
code = main(sys.argv[1:])
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
peak = int(status["VmHWM"].split()[0]) / 1024
heavy = sorted({"torch", "open_clip", "transformers", "PIL", "sklearn", "ray"} & set(sys.modules))
print(int(code), int(peak), *heavy, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_text_check_imports_no_torch_and_stays_below_400_mb():
    command = [sys.executable, "-c", SCRIPT, str(ARTICLE)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    code, peak, *heavy = done.stderr.splitlines()[-1].split()
    assert (int(code), heavy) == (0, [])
    assert int(peak) < 400

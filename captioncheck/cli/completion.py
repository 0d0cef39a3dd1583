"""`captioncheck completion`."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from captioncheck.cli.exits import Exit
from captioncheck.cli.outputs import printing

_KINDS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
_VARIABLE = "_CAPTIONCHECK_COMPLETE"
"""What a shell sets to ask for completions."""


def print_script(shell: str) -> Exit:
    """Print what a shell reads to complete captioncheck's command line."""
    kind = _KINDS[shell](click.Command("captioncheck"), {}, "captioncheck", _VARIABLE)
    # Not `source()`: for bash that starts another one to see its version, at every start of a shell.
    script = kind.source_template % kind.source_vars()
    # Unquoted, zsh drops the empty value of "a path", and takes each row that follows for parts of others.
    script = script.replace("in ${response}; do", 'in "${(@)response}"; do')
    with printing() as stream:
        stream.write(script)
    return Exit.CLEAN

"""The command line. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from captioncheck.cli.exits import Exit

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; only findings ever give 1."""
    try:
        return _main(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BaseException as error:  # not even an installation that is broken may look like a finding
        if sys.stderr is not None:
            sys.stderr.write(f"captioncheck: error: cannot start: {type(error).__name__}: {error}\n")
        return Exit.FAILED


def _main(arguments: list[str]) -> int:
    import errno

    import click

    from captioncheck.cli.messages import say, say_crash
    from captioncheck.cli.outputs import ClosedOutput
    from captioncheck.errors import CaptionCheckError

    try:
        from captioncheck.cli.commands import cli

        code = cli.main(arguments, "captioncheck", standalone_mode=False)
        return Exit.CLEAN if code is None else int(code)
    except click.UsageError as error:
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
        say(error.format_message(), "error")
        say(f"try '{error.ctx.command_path if error.ctx else 'captioncheck'} --help'")
    except click.ClickException as error:
        say(error.format_message(), "error")
    except CaptionCheckError as error:
        say(str(error), "error")
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return Exit.INTERRUPTED
    except SystemExit as error:
        # click exits by itself when stdout is closed under its help text.
        return Exit.CLEAN if error.code in (0, None) else _failed()
    except ClosedOutput:
        return _failed()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            say(f"cannot write: {error.strerror}", "error")
        else:
            say_crash(error)
    except Exception as error:
        say_crash(error)
    return _failed()


def _failed() -> Exit:
    from captioncheck.cli.outputs import abandon_stdout

    abandon_stdout()
    return Exit.FAILED

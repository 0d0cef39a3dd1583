"""`python -m captioncheck`."""

import sys

from captioncheck.cli import main

sys.exit(main())

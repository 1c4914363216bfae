"""What a service's test suite can import: strategies that make complaints, journals and calendars. They need Hypothesis."""

from __future__ import annotations

from importlib.util import find_spec

from servrecov.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError("hypothesis", "testing")

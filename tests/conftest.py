"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-golden`: write the golden files from what is extracted now instead of comparing with them."""
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite the golden files; read their diff")

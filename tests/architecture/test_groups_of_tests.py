"""Tests that share something costly stay in one process, which makes it once."""

import os

import pytest


@pytest.mark.xdist_group("groups-of-tests")
def test_a_group_of_tests_stays_together(request: pytest.FixtureRequest) -> None:
    """The scheduler reads the group at the end of the id; some releases of pytest lose it there without a word."""
    is_alone = "PYTEST_XDIST_WORKER" not in os.environ

    assert request.node.nodeid.endswith("@groups-of-tests") is not is_alone

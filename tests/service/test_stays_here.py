"""What the tests promise of themselves: nothing outside this machine is asked for anything."""

import socket

import pytest


@pytest.mark.parametrize("host", ["api.kolada.se", "192.0.2.1"])
def test_no_test_reaches_beyond_this_machine(host: str) -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.create_connection((host, 443), timeout=1)

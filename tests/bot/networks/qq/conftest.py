"""Less patience with accounts that do not come."""

import pytest


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.networks.qq.network.REACH_SECONDS", 0.3)

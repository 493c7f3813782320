"""Every transcript runs twice: where there are buttons, and where there are only words."""

from collections.abc import Iterator

import pytest

from dialogs.model import Capabilities
from tests.dialogs import chat

KINDS = {"buttons": Capabilities(), "words": chat.text_only()}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Functions only: the machines of hypothesis choose for themselves."""
    if metafunc.cls is None:
        metafunc.fixturenames.append("network")
        metafunc.parametrize("network", KINDS, indirect=True)


@pytest.fixture
def network(request: pytest.FixtureRequest) -> Iterator[None]:
    """The kind of network that chats are on."""
    chat.NETWORK.append(KINDS[request.param])
    yield
    chat.NETWORK.pop()

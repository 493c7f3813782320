"""What the child process answers: one JSON request in, one JSON answer out."""

import json
from pathlib import Path

from files.request import answer
from tests.files.samples import bomb, encoded, screenshot


def ask(request: dict[str, object]) -> object:
    return json.loads(json.dumps(answer(json.loads(json.dumps(request)))))


def test_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "收到.bin"
    path.write_bytes(encoded(screenshot(), "PNG"))
    request: dict[str, object] = {"path": str(path), "name": "证据 1.png", "mime": None, "max_pixels": None}
    found = ask(request)
    assert found == answer(request)
    assert found == {
        "kind": "picture",
        "mime": "image/png",
        "width": 540,
        "height": 1170,
        "likeness": answer(request)["likeness"],
    }


def test_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(bomb())
    assert ask({"path": str(path)}) == {"refused": "bomb"}
    assert answer({"path": str(path), "max_pixels": 200_000_000})["width"] == 10_000

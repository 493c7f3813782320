"""The page's files, without a browser."""

import json
import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "sandbox" / "page"
SCRIPTS = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.js"))
PAGE = (FOLDER / "index.html").read_text("utf-8")
SENTENCES = json.loads((FOLDER / "strings.zh-CN.json").read_text("utf-8"))


def test_every_sentence_is_used() -> None:
    everything = SCRIPTS + PAGE
    assert [key for key in SENTENCES if f'"{key}"' not in everything and f"strings.{key}" not in everything] == []


def test_every_sentence_that_is_said_is_there() -> None:
    said = re.findall(r'say\("(\w+)"', SCRIPTS) + re.findall(r'data-(?:say|label)="(\w+)"', PAGE)
    assert set(said) <= SENTENCES.keys()


def test_no_chinese_in_scripts() -> None:
    code = re.sub(r"//[^\n]*|/\*\*.*?\*/", "", SCRIPTS, flags=re.DOTALL)
    assert set(re.findall(r"[\u4e00-\u9fff]+", code)) == set()


def test_elements_that_scripts_look_up_exist() -> None:
    wanted = set(re.findall(r'(?:byId|getElementById)\("([\w-]+)"\)', SCRIPTS))
    assert wanted - set(re.findall(r'id="([\w-]+)"', PAGE)) == set()

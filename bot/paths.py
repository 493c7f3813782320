"""Where things are: the program's data files beside its packages, and the folder that the operator chose."""

from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
KNOWLEDGE = ROOT / "knowledge"
TEXTS = ROOT / "texts"


def data_folder(settings: Settings, *, sandbox: bool) -> Path:
    """The folder of the database and the evidence; the sandbox has its own, so that a demo never meets real cases."""
    return settings.data_dir / "sandbox" if sandbox else settings.data_dir

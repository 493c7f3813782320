"""What turns may know beside the database."""

from collections.abc import Callable
from functools import partial

from bot.networks.qq.network import QQ
from bot.networks.telegram.network import Telegram
from bot.opening import DataFiles
from bot.seams import Seams
from bot.settings import Settings
from dialogs.engine import advance
from dialogs.flows import TABLES
from dialogs.masks import without_secrets
from dialogs.model import MIB, Rules
from dialogs.steps import Tables
from files.engine import installed
from storage.turns import World


def world(
    settings: Settings,
    seams: Seams,
    files: DataFiles,
    disk_low: Callable[[], bool],
    tables: Tables = TABLES,
    *,
    linkable: bool = False,
) -> World:
    """The real engine with the operator's settings and the files of knowledge and texts.

    `linkable`: more than one network is run, so that people may have an account on each.
    """
    return World(
        advance=partial(advance, tables=tables),
        hide=partial(without_secrets, texts=files.texts, knowledge=files.knowledge),
        rules=rules(settings, linkable=linkable),
        knowledge=files.knowledge,
        texts=files.texts,
        networks={network.name: network.capabilities for network in (Telegram, QQ)},
        disk_low=disk_low,
        new_incident=seams.ids.incident,
        new_code=seams.ids.link_code,
    )


def rules(settings: Settings, *, linkable: bool) -> Rules:
    """What conversations may know of the settings."""
    return Rules(
        quiet_hours=settings.quiet_hours,
        max_open_cases=settings.max_open_cases,
        max_exhibits=settings.max_exhibits,
        max_user_bytes=settings.max_user_mb * MIB,
        messages_per_minute=settings.messages_per_minute,
        operator=settings.operator_name,
        operator_contact=settings.operator_contact,
        region=settings.server_region,
        retention_days=settings.retention_days,
        reads_pictures=settings.read_screenshots and installed(),
        linkable=linkable,
    )

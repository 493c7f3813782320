"""A letter as a mail file (RFC 5322) that a computer's mail program opens ready to send: subject, text, attachments."""

import hashlib
import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from packs.papers import write
from packs.words import plain

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"out", "to", "subject", "text", "attachments": [{"path", "name", "type"}]}` → `{"size"}` of the file `out`.

    Raises OSError.
    """
    data = mail(request)
    write(Path(request["out"]), data)
    return {"size": len(data)}


def mail(request: Mapping[str, Any]) -> bytes:
    """The file: a draft without sender and date, which the mail program adds. Equal requests give equal bytes."""
    message = EmailMessage(policy=SMTP)
    if _ADDRESS.fullmatch(request["to"] or ""):
        message["To"] = request["to"]
    message["Subject"] = " ".join(plain(request["subject"]).split())
    message["X-Unsent"] = "1"  # Outlook then opens it as a draft
    message.set_content(plain(request["text"]))
    for attachment in request["attachments"]:
        main, _, sub = attachment["type"].partition("/")
        data = Path(attachment["path"]).read_bytes()
        message.add_attachment(data, maintype=main, subtype=sub, filename=attachment["name"])
    if message.is_multipart():
        message.set_boundary(hashlib.sha256(str(request).encode(errors="replace")).hexdigest()[:32])
    return message.as_bytes()

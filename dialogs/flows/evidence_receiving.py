"""A file from the user, at whatever step: its gates, its case, and what is asked about it.

Something to keep? room for it? consent to keep pictures? which case? What must wait for an answer waits in the session.
Then it answers the open question, or is asked about; during a question of another flow it is kept without a kind and
that question is asked again.
"""

from dataclasses import replace

from complaints.complaint import Complaint
from complaints.exhibits import UNSORTED, kind_in, next_number, of_album, unsorted
from complaints.person import Consent
from dialogs.events import UserFile
from dialogs.flows import evidence_files, intake
from dialogs.flows import exhibit_names as words
from dialogs.flows.evidence_files import first_word, keep
from dialogs.flows.held import aside, go_back, hold, release, waiting
from dialogs.model import IDLE, MIB
from dialogs.scene import Option, Scene
from dialogs.wording import act, button, title

UPLOAD_VERSION = "2026-11"
"""Version of the wording of the consent to keep pictures (PIPL 29)."""


# ---------------------------------------------------------------------------------------------------------- the gates
def received(scene: Scene, event: UserFile) -> None:
    """A file from the user, at whatever step."""
    if _nothing_to_keep(scene, event):
        if scene.session.step != IDLE:
            scene.repeat()
    elif scene.person.upload_consent is None:
        _ask_aside(scene, event, "evidence.consent")
    else:
        _place(scene, event)


def _nothing_to_keep(scene: Scene, event: UserFile) -> bool:
    """Say why a file is not taken, and what to do instead."""
    limit = scene.context.network.max_file
    if event.kind == "other":
        scene.say(scene.t("evidence.no_evidence"), key="no_evidence")
    elif event.kind == "voice":
        _voice(scene, event)
    elif scene.context.disk_low:
        scene.say(scene.t("evidence.disk_low"), key="disk_low")
    elif (event.size or 0) > limit:
        size = -(-(event.size or 0) // MIB)
        scene.say(scene.t("evidence.too_large", size=size, limit=limit // MIB))
    else:
        return False
    return True


def _voice(scene: Scene, event: UserFile) -> None:
    """Nobody listens to it; it may be evidence all the same. Only the last one waits for that word."""
    others = [file for file in release(scene, UserFile) if file.kind != "voice"]
    for file in others:
        hold(scene, file)
    rows = [[button(scene, "voice_is_evidence", f"p:keep_voice:{event.message}")]] if hold(scene, event) else []
    scene.say(scene.t("evidence.voice"), rows)


def keep_voice(scene: Scene, message: str) -> None:
    """The action `keep_voice:<message>`: it is evidence after all."""
    files = release(scene, UserFile)
    chosen = [file for file in files if file.kind == "voice" and file.message == message]
    for file in files:
        if file not in chosen:
            hold(scene, file)
    if chosen:
        received(scene, replace(chosen[0], kind="audio"))
    else:
        scene.say(scene.t("evidence.voice_gone"))


def _ask_aside(scene: Scene, event: UserFile, name: str) -> None:
    """Let the file wait and ask; the other pictures of its album wait in silence."""
    follows = event.album is not None and any(file.album == event.album for file in _files(scene))
    if hold(scene, event) and not (follows and scene.session.step == name):
        aside(scene, name)
    elif not follows:
        scene.repeat()


def _files(scene: Scene) -> list[UserFile]:
    return [file for file in waiting(scene, UserFile) if file.kind != "voice"]


def _released(scene: Scene) -> list[UserFile]:
    files = release(scene, UserFile)
    for file in files:
        if file.kind == "voice":
            hold(scene, file)
    return [file for file in files if file.kind != "voice"]


# ------------------------------------------------------------------------------------------------ consent to pictures
def ask_consent(scene: Scene) -> None:
    """可以存吗？"""
    rules = scene.context.rules
    key = "evidence.consent" if rules.operator else "evidence.consent_local"
    reads = scene.t("evidence.consent_reading") if rules.reads_pictures else ""
    text = scene.t(key, operator=rules.operator, region=rules.region, reads=reads)
    scene.ask(text, [[button(scene, "upload_yes", "yes", "primary"), button(scene, "upload_no", "no")]])


def choose_consent(scene: Scene, value: str) -> None:
    """Take up what waits, or forget it."""
    files = _released(scene)
    if value == "yes":
        scene.set_person(upload_consent=Consent(version=_version(scene), at=scene.now))
    go_back(scene)
    if value == "yes" and files:
        for file in files:
            _place(scene, file)
        return
    scene.say(scene.t("evidence.consent_given" if value == "yes" else "evidence.consent_refused"))
    scene.repeat()


def _version(scene: Scene) -> str:
    """What was agreed to: where pictures are read, that too."""
    return f"{UPLOAD_VERSION}+reading" if scene.context.rules.reads_pictures else UPLOAD_VERSION


# ---------------------------------------------------------------------------------------------------------- which case
def _place(scene: Scene, event: UserFile) -> None:
    """The case of the open question, else the only open one, else a new one; with several, ask."""
    current = scene.find(scene.session.case) if scene.session.case is not None else None
    meant = [current] if current is not None else scene.open_cases()
    if len(meant) > 1:
        _ask_aside(scene, event, "evidence.which")
    elif meant:
        _take(scene, meant[0], event)
    else:
        _first_contact(scene, event)


def _first_contact(scene: Scene, event: UserFile) -> None:
    """A picture opens a case; what was written beside it is its first sentence."""
    caption = event.caption
    if caption is None:
        intake.begin(scene)
    else:
        intake.idle_text(scene, caption)
    if scene.session.case is None:
        intake.begin(scene)
    case = scene.find(scene.session.case) if scene.session.case is not None else None
    if case is not None:
        _take(scene, case, replace(event, caption=None) if caption else event)


def ask_which(scene: Scene) -> None:
    """Whose evidence is it?"""
    opened = scene.open_cases()
    listed = [[Option(title(scene, case), str(case.number))] for case in opened]
    room = len(opened) < scene.context.rules.max_open_cases
    new = [button(scene, "for_new_case", "new")] if room else []
    scene.ask(scene.t("evidence.which"), [*listed, [*new, button(scene, "do_not_keep", "no")]])


def choose_which(scene: Scene, value: str) -> None:
    """Into that case, into a new one, or nowhere."""
    files = _released(scene)
    go_back(scene)
    if value == "no":
        scene.say(scene.t("evidence.none_kept"))
        scene.repeat()
        return
    if value == "new":
        intake.new(scene)
    for file in files:
        number = scene.session.case if value == "new" else int(value)
        case = scene.find(number) if number is not None else None
        if case is not None:
            _take(scene, case, file)


# -------------------------------------------------------------------------------------------------------------- taking
def _take(scene: Scene, case: Complaint, event: UserFile) -> None:
    """A file of that case: the answer of the open question, or something to be asked about."""
    mine = scene.session.case == case.number
    if mine and scene.step.file is not None:
        scene.step.file(scene, event)
        return
    kind = kind_in(event.caption or "", list(scene.context.knowledge.exhibits.values())) or UNSORTED
    number, lead = next_number(case), first_word(scene, case, event)
    follows = event.album is not None and bool(of_album(case, event.album))
    kept = keep(scene, case, event, kind)
    if kept is None:
        return
    if scene.session.step == IDLE:
        evidence_files.ask_about(scene, kept, event, number, lead)
    elif not follows:
        _beside(scene, kept, event, number, lead)


def _beside(scene: Scene, case: Complaint, event: UserFile, number: int, lead: str) -> None:
    """Another question is open: say that it is kept, and ask that question again, or take the caption as its answer."""
    if event.album is not None:
        evidence_files.album_coming(scene, event.album)
    else:
        left = words.names(scene, [number, *(one.number for one in unsorted(case))])
        where = title(scene, case) if scene.session.case != case.number else ""
        text = scene.t("evidence.kept_beside", names=left, where=where).strip()
        rows = [[button(scene, "sort", act(case, "sort"))]] if unsorted(case) else []
        scene.say("\n".join(filter(None, [text, lead])), rows, key="kept_beside")
    caption = event.caption
    if (
        caption
        and scene.step.text is not None
        and not kind_in(caption, list(scene.context.knowledge.exhibits.values()))
    ):
        scene.step.text(scene, caption)
    else:
        scene.repeat()


# ----------------------------------------------------------------------------------------------------- in the evidence
def join(scene: Scene, event: UserFile) -> None:
    """A picture while the evidence is looked at, or sorted: it joins those to be sorted."""
    case = scene.case
    number, lead = next_number(case), first_word(scene, case, event)
    kind = kind_in(event.caption or "", list(scene.context.knowledge.exhibits.values())) or UNSORTED
    kept = keep(scene, case, event, kind)
    if kept is not None:
        evidence_files.ask_about(scene, kept, event, number, lead)

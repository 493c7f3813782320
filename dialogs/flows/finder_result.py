"""What the search for the other side came to: kept in the case, told in one message, with the routes that work now."""

from collections.abc import Mapping

from complaints.complaint import Complaint, Stage
from complaints.reading.companies import IdentityField, is_full_name
from complaints.respondents import Known, bureau, found, known, open_steps
from dialogs.scene import Option, Scene
from dialogs.wording import act, bullets, button, rows, title

CUT = 60
"""Characters of a value that are shown."""


def respondent(scene: Scene, case: Complaint, **update: object) -> Complaint:
    """The case with fields of its respondent replaced."""
    return case.changed(respondent=case.respondent.model_copy(update=update), touched=scene.now)


def keep(scene: Scene, case: Complaint, told: Mapping[IdentityField, str]) -> Complaint:
    """Keep what the user found; an empty value takes it back. The payee is a fact of the payment."""
    theirs = {field: said or None for field, said in told.items() if field != "payee"}
    if theirs:
        case = scene.save(respondent(scene, case, **theirs))
    if "payee" in told:
        case = scene.answer(case, "typed", payee=told["payee"] or None)
    return case


def cut(text: str) -> str:
    """A value as it is shown."""
    return text if len(text) <= CUT else f"{text[:CUT]}…"


def show(scene: Scene, case: Complaint) -> None:
    """Who it is as far as the user found out, what is certain of it, and what works with it."""
    knowledge = scene.context.knowledge
    how_much, fields = known(case), found(case)
    identity = knowledge.identities[how_much]
    told = bullets(
        scene.t("finder.field", name=scene.t(f"finder.name.{field}"), value=cut(said)) for field, said in fields.items()
    )
    lines = [
        scene.t("finder.result" if fields else "finder.result_none", title=title(scene, case)),
        told,
        identity.says,
        *_certain(scene, case),
        *_where(scene, case),
    ]
    scene.say("\n".join(filter(None, lines)), _rows(scene, case, identity.routes))


def _where(scene: Scene, case: Complaint) -> list[str]:
    """Which office is in charge of what is to be done next: a complaint, or a report while there is no address."""
    office, how_much = bureau(case, scene.context.knowledge), known(case)
    return {Known.WHOLE: [office.complaint], Known.NAMED: [office.report]}.get(how_much, [])


def _certain(scene: Scene, case: Complaint) -> list[str]:
    """How much of it can be relied on."""
    name, code = case.respondent.name, case.respondent.code
    return [
        *([scene.t("finder.code_fits")] if code else []),
        *([scene.t("finder.not_full")] if name and not is_full_name(name) else []),
    ]


def _rows(scene: Scene, case: Complaint, routes: tuple[str, ...]) -> list[list[Option]]:
    knowledge = scene.context.knowledge
    more = []
    if open_steps(case, knowledge):
        more.append(button(scene, "look_on", act(case, "finder")))
    elif known(case) != Known.WHOLE:
        more.append(button(scene, "look_again", act(case, "find_again")))
    if found(case):
        more.append(button(scene, "wrong", act(case, "finder_change")))
    if case.stage in {Stage.DRAFT, Stage.CLOSED}:
        return rows(more)
    ways = [Option(knowledge.routes[route].name, act(case, "route", route)) for route in routes]
    return [*rows(ways), [*more, button(scene, "ladder", act(case, "ladder"))]]

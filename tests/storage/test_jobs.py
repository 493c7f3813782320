"""Jobs: one a person at a time, tried again after a crash, gone with their case."""

from functools import partial

from dialogs.model import Job
from storage import jobs
from storage.database import Database
from tests.storage.world import NOW, Phone


async def ready(database: Database, now: int = NOW, limit: int = 10) -> list[int]:
    return [row.id for row in await database.read(partial(jobs.ready, now=now, limit=limit))]


async def begin(database: Database, job_id: int) -> jobs.JobRow | None:
    return await database.write(partial(jobs.begin, job_id=job_id))


async def test_one_job_a_person(phone: Phone, other: Phone, database: Database) -> None:
    for one in (phone, phone, other, phone):
        await one.says("open a")
    assert await ready(database) == [1, 3]
    assert await ready(database, limit=1) == [1]


async def test_a_job_that_waits_already_is_not_written_again(phone: Phone, other: Phone, database: Database) -> None:
    export = (Job(kind="export"),)
    for one in (phone, other):
        await one.says("plain hello")

    async def ask(one: Phone, person: int) -> int:
        return len(await database.write(partial(jobs.add, chat=one.chat, person_id=person, jobs=export, now=NOW)))

    assert [await ask(phone, 1), await ask(phone, 1), await ask(other, 2)] == [1, 0, 1]
    await begin(database, 1)
    assert await ask(phone, 1) == 1


async def test_none_while_one_of_the_person_runs(phone: Phone, other: Phone, database: Database) -> None:
    for one in (phone, phone, other):
        await one.says("open a")
    begun = await begin(database, 1)
    assert begun is not None
    assert (begun.attempts, begun.chat, begun.job.case) == (1, phone.chat, 1)
    assert await ready(database) == [3]
    assert await begin(database, 1) is None


async def test_later_and_again(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    await begin(database, 1)
    await database.write(partial(jobs.later, job_id=1, not_before=NOW + 60))
    assert await ready(database, NOW + 59) == []
    assert await database.read(jobs.next_ready) == NOW + 60
    assert await ready(database, NOW + 60) == [1]
    begun = await begin(database, 1)
    assert begun is not None
    assert begun.attempts == 2
    assert await database.read(jobs.next_ready) is None


async def test_a_crash_makes_running_jobs_ready(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    await begin(database, 1)
    await database.write(jobs.reset_running)
    assert await ready(database) == [1]


async def test_jobs_go_with_their_case(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    await phone.says("open b")
    await begin(database, 1)
    await phone.says("drop 1")
    assert await ready(database) == [2]
    assert not await database.write(partial(jobs.finish, job_id=1))
    assert await begin(database, 1) is None


async def test_an_id_is_never_given_twice(phone: Phone, database: Database) -> None:
    """A key `job:1` stays for days: a second job 1 would be taken for handled."""
    await phone.says("open a")
    assert await database.write(partial(jobs.finish, job_id=1))
    taken = await phone.says("open b")
    assert taken.jobs[0].id == 2

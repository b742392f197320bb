"""The people: as many as asked for, in the roles of a shop of that size."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from sprue.sample.site import TWO_SHIFTS_FROM
from sprue.sample.tables import Job, between, jobs, names
from sprue.shop.ids import CalendarId, KindId, PersonId
from sprue.shop.resources import Person

#: Smallest shop in which every role that must be there has somebody.
LEAST_PEOPLE = 10

#: Who takes over a kind that nobody learned: the first of these roles that the shop has.
_STAND_IN = {
    "cae_seat": ("designer",),
    "electrode_design_seat": ("designer",),
    "process_seat": ("programmer", "designer"),
    "laser_welder": ("fitter",),
}
_OPERATORS = ("cnc_operator", "edm_operator", "wire_operator", "electrode_operator", "machinist", "inspector")
_ANY = ("machinist", "grinder", "edm_operator", "electrode_operator", "cnc_operator", "fitter", "designer")


def people(count: int, kinds: Iterable[KindId], language: str, chance: Random) -> dict[PersonId, Person]:
    """`count` people, able together to work every one of `kinds`; leaders before those they lead."""
    crew: list[Person] = []
    spoken = _names(chance, count)
    for job, number in zip(jobs(), _head_counts(count), strict=True):
        for _ in range(number):
            crew.append(_person(len(crew) + 1, job, next(spoken), (count, language), chance))
    crew = _with_leaders(_all_able(crew, kinds))
    return {person.id: person for person in crew}


def _head_counts(count: int) -> list[int]:
    """Heads by role, summing to `count`: whole parts first, then the largest remainders."""
    wished = [between(job.counts, count) for job in jobs()]
    heads = [int(wish) for wish in wished]
    for index, job in enumerate(jobs()):
        if heads[index] == 0 and job.counts[0] > 0 and job.kinds:
            heads[index] = 1
    by_remainder = sorted(range(len(heads)), key=lambda i: heads[i] - wished[i])
    while sum(heads) < count:
        heads[by_remainder.pop(0)] += 1
    while sum(heads) > count:
        heads[max(range(len(heads)), key=lambda i: (heads[i] - wished[i], heads[i]))] -= 1
    return heads


def _names(chance: Random, count: int) -> Iterator[tuple[str, str]]:
    """Names, (Chinese, pinyin), nobody's twice as long as there are enough."""
    surnames, given = names()["surnames"], names()["given"]
    pairs = [(s, g) for s in surnames for g in given]
    for surname, first in chance.sample(pairs, k=min(count, len(pairs))):
        family, spoken = surname.split()
        name, said = first.split()
        yield family + name, f"{spoken} {said}"


def _person(number: int, job: Job, name: tuple[str, str], place: tuple[int, str], chance: Random) -> Person:
    size, language = place
    chinese, pinyin = name
    zh = language.startswith("zh")
    learned = [kind for kind in job.second if chance.random() < 0.4]
    calendar = job.calendar
    if size < TWO_SHIFTS_FROM and calendar == "night":
        calendar = "day"
    return Person(
        PersonId(f"P{number:03d}"),
        chinese if zh else pinyin,
        job.department,
        job.role.en,
        tuple(KindId(kind) for kind in (*job.kinds, *learned)),
        CalendarId(calendar),
        badge=f"{62000000 + number * 137 + chance.randrange(100):08d}",
        notes=(("name_pinyin", pinyin) if zh else ("name_zh", chinese), ("role_zh", job.role.zh)),
    )


def _all_able(crew: list[Person], kinds: Iterable[KindId]) -> list[Person]:
    """The crew, in which for every kind somebody is able to work it."""
    crew = list(crew)
    for kind in kinds:
        if any(kind in person.kinds for person in crew):
            continue
        roles = _STAND_IN.get(kind, ()) or (_OPERATORS if "bench" not in kind else ("inspector", "fitter"))
        index = next(i for role in (*roles, *_ANY) for i, p in enumerate(crew) if p.role == role)
        crew[index] = replace(crew[index], kinds=(*crew[index].kinds, kind))
    return crew


def _with_leaders(crew: list[Person]) -> list[Person]:
    """The first of a department leads it and answers to the head of production."""
    manager = crew[0]
    head = next((p for p in crew if p.role == "production_manager"), manager)
    first: dict[str, Person] = {}
    for person in crew:
        first.setdefault(person.department, person)
    led = []
    for person in crew:
        leader = first[person.department]
        if person is leader:
            leader = head if person is not head else manager
        led.append(replace(person, leader=None if person is manager else leader.id))
    return led

"""When what is killed: a plan from a seed, and its carrying out."""

import heapq
import random
import time
from collections import Counter
from typing import NamedTuple

from bench.faults.crew import BEATS, Crew
from bench.faults.world import World
from embedded import ensure_servers, valkey

WARM_UP = 3.0  # something is written
CALM = 2.0  # before the end of the load
LONGEST = 4  # times the seconds asked for, on a machine where workers take long to come up
BACK = "broker back"  # its second half


class Fault(NamedTuple):
    """What came back when (seconds since the epoch): from then on its backlog is counted; and how long it was away."""

    kind: str
    ended_at: float
    away: float


def planned(seconds: float, dice: random.Random) -> list[tuple[float, str]]:
    """Give when, in seconds from the start, which kind; the least that issue 6 asks for and more in a long run."""
    counts = {
        "worker": max(33, round(seconds / 4)),
        "broker": max(3, round(seconds / 60)),
        "database": max(2, round(seconds / 120)),
        "beat": max(2, round(seconds / 60)),
    }
    plan = []
    for kind, count in counts.items():
        step = (seconds - WARM_UP - CALM) / count
        plan += [(WARM_UP + step * (number + dice.uniform(0.3, 0.7)), kind) for number in range(count)]
    return sorted(plan)


def wreak(world: World, crew: Crew, seconds: float, dice: random.Random, port: int) -> tuple[list[Fault], Counter[str]]:
    """Carry it out; what was killed comes back at once, the broker after one to three seconds. Counts what was done.

    `port` is the mail server's.
    """
    start = time.time()
    faults: list[Fault] = []
    done: Counter[str] = Counter()
    todo = planned(seconds, dice)
    heapq.heapify(todo)
    workers = beats = 0
    broker_went = 0.0
    while todo:
        at, kind = heapq.heappop(todo)
        _wait(start + at, crew)
        begun = time.time()
        up = sorted(crew.pools())
        if kind != BACK and len(up) < 2 and begun < start + LONGEST * seconds:
            heapq.heappush(todo, (begun - start + 0.5, kind))  # where all are only starting there is nothing to lose
            continue
        if kind == "worker":
            # Every fifth time a whole worker, which takes seconds to come up; else one process of any worker's pool.
            if workers % 5 and crew.kill_of_pool(dice, port):
                done["of them one of a pool"] += 1
            elif up:
                name = dice.choice(up)
                crew.kill(name)
                crew.worker(name)
            else:
                continue
            workers += 1
        elif kind == "beat":
            name = BEATS[beats % len(BEATS)]
            crew.kill(name)
            crew.beat(name)
            beats += 1
        elif kind == "database":
            world.restart_database()
        elif kind == "broker":
            broker = valkey.process(world.folder)
            if broker is None:  # not yet back from the last time: the machine is slow
                heapq.heappush(todo, (time.time() - start + 1, kind))
                continue
            broker.kill()
            broker_went = begun
            heapq.heappush(todo, (time.time() - start + dice.uniform(1, 3), BACK))
            done["broker"] += 1
            continue
        else:
            if ensure_servers(world.folder) != world.urls:
                raise RuntimeError("the broker has come back at another address")
            faults.append(Fault("broker", time.time(), time.time() - broker_went))
            continue
        done[kind] += 1
        faults.append(Fault(kind, time.time(), time.time() - begun))
    return faults, done


def _wait(until: float, crew: Crew) -> None:
    while (left := until - time.time()) > 0:
        crew.start_again()
        time.sleep(min(left, 0.2))

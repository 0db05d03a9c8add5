"""The process of `benches/common/process.rs` in SimPy: nothing but times and their order, with no machine behind it.

Called by `cargo bench -p practice-cycle-benches --bench simulation`; by hand: `python3 process.py CYCLES SEED`. Prints the number of
events and the seconds of processor time that they took.
"""

import random
import sys
import time

import simpy

DAYS = 730
PLACES = 10
CYCLES_OF_A_GROUP = 5


def cycle(env, dice, places, noted):
    def note(kind):
        noted.append((env.now, kind))

    def after(mean):
        return env.timeout(dice.expovariate(1 / mean))

    def again(mean, kind):
        while True:
            yield after(mean)
            note(kind)

    def rules():
        while True:
            yield after(91)
            note("rule noticed")
            env.process(works_with())

    def works_with():
        yield after(28)
        note("rule worked with")

    def workers():
        while True:
            yield after(574)
            note("worker leaves")
            env.process(replaced())

    def replaced():
        yield after(60)
        note("worker enters")

    def invitations():
        while True:
            yield after(30)
            env.process(contract())

    def contract():
        note("invited")
        yield after(4)
        if dice.random() < 0.1:
            note("declined")
            return
        note("accepted")
        yield after(7)
        note("terms proposed")
        note("terms accepted")
        yield after(3)
        note("terms accepted")
        with places.request() as place:
            yield place
            yield after(5)
            note("begun")
            note("intervention begun")
            ends = env.now + dice.uniform(60, 180)
            env.process(reviews(ends))
            while True:
                yield after(14)
                if env.now >= ends:
                    break
                note("session held")
                if dice.random() < 0.3:
                    note("suggestion offered")
                    env.process(answers())
            note("completed")
            note("intervention closed")

    def reviews(ends):
        while env.now + 42 < ends:
            yield env.timeout(42)
            note("reviewed")

    def answers():
        yield after(7)
        note("suggestion answered")

    for _ in range(6):
        note("entered")
    for process in [again(15, "occasion"), again(61, "acknowledged"), rules(), workers(), invitations()]:
        env.process(process)


def main(cycles, seed):
    dice = random.Random(seed)
    events = 0
    begun = time.process_time()
    for _ in range(cycles // CYCLES_OF_A_GROUP):
        env = simpy.Environment()
        places = simpy.Resource(env, PLACES)
        noted = []
        for _ in range(CYCLES_OF_A_GROUP):
            cycle(env, dice, places, noted)
        env.run(until=DAYS)
        events += len(noted)
    print(events, time.process_time() - begun)


main(int(sys.argv[1]), int(sys.argv[2]))

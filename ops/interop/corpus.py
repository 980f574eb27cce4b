"""Writes the records and changes that the interoperability check lands, and the records that must be live afterwards.

    python corpus.py DIR

makes the same files on every run:

    DIR/first/*.jsonl      inserts
    DIR/changes/*.jsonl    updates, deletes, new records, and older versions that must have no effect
    DIR/expected.jsonl     a line for each record that is live after both have landed
"""

import itertools
import json
import random
import sys
from pathlib import Path

INSERTED = 9_000
FIRST_FILES = 9
UPDATED = 2_000
DELETED = 500
ADDED = 200
OUTDATED = 100
LONG_EVERY = 4
AUTHORS = ["mira", "jonas", "aiko", "samuel", "o'neill"]

WHO = """The accountant|The night nurse|A new colleague|The bicycle courier|The school librarian|An old fisherman
The museum guard|The tram driver|A retired engineer|The choir conductor|The lighthouse keeper|The translator
A travelling baker|The harbour pilot|The beekeeper|The crane operator""".replace("\n", "|").split("|")
DOES = """repaired|borrowed|described|photographed|forgot|delivered|measured|painted|sold|catalogued
translated|cleaned|searched for|wrapped up|insured|returned""".replace("\n", "|").split("|")
WHAT = """a leaking garden hose|three invoices|the spare keys|a box of violin strings|the weather report
a broken thermostat|the minutes of the meeting|a folding kayak|the tax return|a jar of chestnut honey
the fire extinguisher|a railway timetable|the vaccination record|a second-hand telescope
the password of the router|a recipe for rye bread|the lease of the flat|a wool blanket""".replace("\n", "|").split("|")
WHERE = """in the cellar|near the ferry|at the border|behind the bakery|in the archive|on the third floor
at the observatory|under the bridge|in the waiting room|beside the canal|on the night train
at the allotment|in the sports hall|outside the court""".replace("\n", "|").split("|")
WHY = """before the audit began|after the storm|because the deadline had moved|for a neighbour in hospital
while the heating was off|to win a bet|on the advice of a lawyer|since nobody else would
in spite of the snow|as the manual demands|for the second time this week|without telling anyone""".replace(
    "\n", "|"
).split("|")


def record(rng, key, revision):
    sentences = 8 if rng.randrange(LONG_EVERY) == 0 else 1
    return {
        "id": key,
        "title": f"{rng.choice(WHAT)} {rng.choice(WHERE)}",
        "body": " ".join(
            " ".join(rng.choice(words) for words in (WHO, DOES, WHAT, WHERE, WHY)) + "."
            for _ in range(sentences)
        ),
        "author": rng.choice(AUTHORS),
        "revision": revision,
    }


def first_and_changes(rng):
    """The inserts and the changes, each in landing order."""
    keys = [f"note-{number:05d}" for number in range(INSERTED)]
    first = [record(rng, key, 10) for key in keys]
    touched = rng.sample(keys, UPDATED + DELETED + OUTDATED)
    updated = touched[:UPDATED]
    deleted = touched[UPDATED : UPDATED + DELETED]
    outdated = touched[UPDATED + DELETED :]
    changes = [record(rng, key, 20) for key in updated]
    changes += [{"id": key, "revision": 20, "is_deleted": True} for key in deleted]
    changes += [record(rng, f"added-{number:05d}", 10) for number in range(ADDED)]
    rng.shuffle(changes)
    # Late and older changes: they neither replace a newer version nor revive a deleted record.
    late = [record(rng, key, 5) for key in outdated + deleted[:OUTDATED] + updated[:OUTDATED]]
    back = [record(rng, key, 30) for key in deleted[-OUTDATED:]]
    return first, changes + late + back


def live(events):
    """The newest version of every record that is not deleted."""
    newest = {}
    for event in events:
        known = newest.get(event["id"])
        if known is None or event["revision"] > known["revision"]:
            newest[event["id"]] = event
    return [event for event in newest.values() if not event.get("is_deleted")]


def write(path, events):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(event) + "\n" for event in events)


def batched(events, files):
    size = -(-len(events) // files)
    return [events[start : start + size] for start in range(0, len(events), size)]


def main(directory):
    first, changes = first_and_changes(random.Random(384))
    for number, part in enumerate(batched(first, FIRST_FILES)):
        write(directory / "first" / f"{number}.jsonl", part)
    for number, part in enumerate(batched(changes, 2)):
        write(directory / "changes" / f"changes-{number}.jsonl", part)
    write(directory / "expected.jsonl", live(itertools.chain(first, changes)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

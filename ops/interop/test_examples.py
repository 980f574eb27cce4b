"""Runs examples/python against the table of the first pipeline, a running pipeline and its search server.

`run` starts both; the environment variables INTEROP_DIR and SERVER say where they are.
"""

import json
import os
import subprocess
import sys
import unittest
import urllib.request
from pathlib import Path

WORK = Path(os.environ["INTEROP_DIR"])
SERVER = os.environ["SERVER"]
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "python"


def example(name, *arguments):
    """The lines that an example prints; fails unless it exits 0."""
    command = [sys.executable, EXAMPLES / f"{name}.py", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, timeout=120, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{name}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout.splitlines()


class Examples(unittest.TestCase):
    def test_table_counts_chunks_and_finds_the_nearest(self):
        first, *hits = example("table", WORK / "full" / "notes" / "vectors", "notes", "note-00003#0")
        self.assertRegex(first, r"^\d+ chunks, version \d+$")
        self.assertRegex(hits[0], r"^-?0\.000  note-00003  ")
        self.assertEqual(len(hits), 3)

    def test_search_finds_what_is_there_and_says_how_fresh_it_is(self):
        *hits, last = example("search", SERVER, "a folding kayak on the night train")
        self.assertEqual(len(hits), 3)
        self.assertRegex(last, r"^complete as of \d{4}-.*Z, version \d+, \d+ ms$")

    def test_search_reads_its_own_write(self):
        landing = WORK / "full" / "landing"
        for revision in (1, 2):
            text = f"Penguins play chess on the ice, round {revision}."
            record = {"id": "mine", "title": "", "body": text, "author": "mira", "revision": revision}
            first, *_ = example("search", SERVER, text, landing, json.dumps(record))
            self.assertIn(f"  mine  {text!r}", first)

    def test_assistant_is_offered_the_tool_and_gets_answers(self):
        first, *hits, last = example("assistant", SERVER, "a folding kayak on the night train")
        self.assertTrue(first.startswith("search: "))
        self.assertEqual(len({hit.split()[1] for hit in hits}), 3)
        self.assertTrue(last.startswith("complete as of "))

    def test_one_scrape_sees_the_pipeline_and_the_table(self):
        with urllib.request.urlopen(f"{SERVER}/metrics", timeout=30) as answer:
            lines = answer.read().decode().splitlines()
        samples = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        self.assertEqual(samples["freshet_pipeline_up"], "1.0")
        self.assertGreater(float(samples["freshet_pipeline_records"]), 8_000)
        self.assertEqual(samples["freshet_server_table_open"], "1.0")


if __name__ == "__main__":
    unittest.main(verbosity=2)

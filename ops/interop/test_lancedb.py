"""Opens vector tables that Freshet wrote with the Python client of LanceDB and compares answers.

`run` makes the tables and starts this script; the environment variable INTEROP_DIR names their directory.
"""

import json
import os
import random
import subprocess
import sys
import unittest
from collections import defaultdict
from pathlib import Path

import lancedb
import numpy
import pyarrow

WORK = Path(os.environ["INTEROP_DIR"])
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LAUNCHER = ROOT / "freshet"
EXAMPLE = HERE / "example.py"
DIMENSION = 384
TABLE = "notes"
# Every table without live rows keeps one row with an empty id.
CHUNKS = "id != ''"


def freshet(pipeline, *arguments):
    """The JSON answer of a verb for one of the pipelines; fails unless it exits 0."""
    command = [LAUNCHER, *arguments, "-o", "json", "-f", WORK / pipeline / "pipeline.yaml"]
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"freshet {arguments[0]}: exit {done.returncode}, {done.stdout}")
    return json.loads(done.stdout)


def open_table(pipeline):
    return lancedb.connect(WORK / pipeline / "notes" / "vectors").open_table(TABLE)


def nearest(table, vector, limit=10):
    """A search with the parameters of Freshet: the same breadth, the same exact comparison of candidates."""
    return (
        table.search(vector)
        .distance_type("cosine")
        .nprobes(12)
        .ef(100)
        .refine_factor(2)
        .limit(limit)
        .select(["id", "_distance"])
    )


def ids(query):
    return [row["id"] for row in query.to_list()]


class TableWithAnIndex(unittest.TestCase):
    """Thousands of records after inserts, updates, deletes and late older versions."""

    @classmethod
    def setUpClass(cls):
        cls.table = open_table("full")
        cls.status = freshet("full", "status")
        cls.rows = cls.table.to_arrow()
        cls.ids = cls.rows["id"].to_pylist()
        cls.keys = cls.rows["record_key"].to_pylist()
        cls.texts = cls.rows["text"].to_pylist()
        cls.authors = cls.rows["author"].to_pylist()
        flat = cls.rows["vector"].combine_chunks().flatten().to_numpy()
        cls.vectors = flat.reshape(-1, DIMENSION)
        cls.sample = random.Random(7).sample(range(cls.rows.num_rows), 50)

    def test_is_listed_in_its_directory(self):
        listed = lancedb.connect(WORK / "full" / "notes" / "vectors").list_tables()
        self.assertEqual(listed.tables, [TABLE])

    def test_has_the_columns_and_types_of_the_contract(self):
        expected = {
            "id": pyarrow.string(),
            "record_key": pyarrow.string(),
            "record_version": pyarrow.int64(),
            "chunk_index": pyarrow.int32(),
            "text": pyarrow.string(),
            "vector": pyarrow.list_(pyarrow.float32(), DIMENSION),
            "author": pyarrow.string(),
            "landed_at": pyarrow.timestamp("us", tz="UTC"),
            "content_hash": pyarrow.string(),
            "_words": pyarrow.string(),
            "embedding_fingerprint": pyarrow.string(),
        }
        schema = self.table.schema
        self.assertEqual({field.name: field.type for field in schema}, expected)

    def test_counts_what_status_and_verify_count(self):
        verified = freshet("full", "verify")
        self.assertEqual(self.table.version, self.status["table"]["version"])
        for told in (self.status, verified):
            self.assertEqual(self.table.count_rows(CHUNKS), told["chunks"])
            self.assertEqual(len(set(self.keys)), told["records"])

    def test_has_every_id_once(self):
        self.assertEqual(len(set(self.ids)), self.table.count_rows(CHUNKS))
        self.assertEqual(self.rows.num_rows, self.table.count_rows(CHUNKS))

    def test_holds_the_newest_version_of_every_live_record_and_nothing_else(self):
        with open(WORK / "expected.jsonl", encoding="utf-8") as lines:
            expected = {event["id"]: event for event in map(json.loads, lines)}
        chunks = defaultdict(list)
        for row in self.rows.drop(["vector"]).to_pylist():
            chunks[row["record_key"]].append(row)
        self.assertEqual(chunks.keys(), expected.keys())
        for key, event in expected.items():
            of_record = sorted(chunks[key], key=lambda row: row["chunk_index"])
            self.assertEqual([row["chunk_index"] for row in of_record], list(range(len(of_record))))
            text = f"{event['title']}\n\n{event['body']}"
            for row in of_record:
                self.assertEqual(row["id"], f"{key}#{row['chunk_index']}")
                self.assertEqual(row["record_version"], event["revision"])
                self.assertEqual(row["author"], event["author"])
                self.assertIn(row["text"], text)
        self.assertGreater(len(self.rows), len(expected), "no record has two chunks")

    def test_vectors_have_length_one(self):
        lengths = numpy.linalg.norm(self.vectors, axis=1)
        self.assertLess(float(abs(lengths - 1).max()), 1e-5)

    def test_sees_the_vector_index_and_its_unindexed_rows(self):
        [index] = [index for index in self.table.list_indices() if index.columns == ["vector"]]
        stats = self.table.index_stats(index.name)
        self.assertEqual(stats.index_type, self.status["table"]["indexType"])
        self.assertEqual(stats.index_type, "IVF_HNSW_SQ")
        self.assertEqual(stats.distance_type, "cosine")
        self.assertEqual(stats.num_unindexed_rows, self.status["table"]["unindexedRows"])
        self.assertGreater(stats.num_indexed_rows, 0)
        self.assertGreater(stats.num_unindexed_rows, 0, "no unindexed rows to be found beside it")
        plan = nearest(self.table, self.vectors[0]).explain_plan(True)
        self.assertIn(f"ANNSubIndex: name={index.name}", plan)

    def test_finds_a_stored_vector_first(self):
        for row in self.sample:
            [first] = nearest(self.table, self.vectors[row], limit=1).to_list()
            self.assertEqual(first["id"], self.ids[row])
            self.assertAlmostEqual(first["_distance"], 0, places=5)

    def test_the_index_finds_what_comparing_every_row_finds(self):
        found = 0
        for row in self.sample:
            exact = numpy.argsort(1 - self.vectors @ self.vectors[row])[:10]
            answer = ids(nearest(self.table, self.vectors[row]))
            found += len({self.ids[other] for other in exact} & set(answer))
        self.assertGreaterEqual(found / (10 * len(self.sample)), 0.98)

    def test_answers_as_freshet_search_does(self):
        for row in self.sample[:4]:
            text = self.texts[row]
            for condition in (None, "author = 'mira'"):
                with self.subTest(text=text, filter=condition):
                    self.assert_same_answer(self.vectors[row], text, condition)

    def assert_same_answer(self, vector, text, condition):
        filters = ["--filter", condition] if condition else []
        hits = freshet("full", "search", text, "-k", "10", *filters)["hits"]
        query = nearest(self.table, vector)
        answer = (query.where(condition) if condition else query).to_list()
        self.assertEqual([row["id"] for row in answer], [hit["id"] for hit in hits])
        for row, hit in zip(answer, hits):
            self.assertAlmostEqual(row["_distance"], hit["distance"], places=4)

    def test_filters_by_metadata(self):
        for author in set(self.authors):
            quoted = author.replace("'", "''")
            counted = self.table.count_rows(f"author = '{quoted}'")
            self.assertEqual(counted, self.authors.count(author))

    def test_finds_the_chunks_of_a_record_by_its_key_index(self):
        [index] = [i for i in self.table.list_indices() if i.columns == ["record_key"]]
        self.assertEqual(index.index_type, "BTree")
        by_key = defaultdict(set)
        for key, chunk in zip(self.keys, self.ids):
            by_key[key].add(chunk)
        for row in self.sample:
            key = self.keys[row]
            found = self.table.search().where(f"record_key = '{key}'").select(["id"]).limit(100)
            self.assertEqual(set(ids(found)), by_key[key])

    def test_opens_every_version_that_is_kept(self):
        past = open_table("full")
        for version in past.list_versions():
            past.checkout(version["version"])
            found = past.search().where(CHUNKS).select(["id"]).limit(100_000).to_arrow()
            self.assertEqual(len(set(found["id"].to_pylist())), past.count_rows(CHUNKS))

    def test_the_example_of_the_documentation_runs(self):
        self.assertIn(EXAMPLE.read_text(), (ROOT / "docs" / "interop.md").read_text())
        command = [sys.executable, EXAMPLE, WORK / "full" / "notes" / "vectors"]
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True, text=True)
        first, *hits = done.stdout.splitlines()
        self.assertEqual(first, f"{len(self.ids)} chunks")
        vector = self.vectors[self.ids.index("note-00003#0")]
        expected = nearest(self.table, vector, limit=3).where("author = 'mira'")
        self.assertEqual(
            [hit.split()[1] for hit in hits],
            [chunk.partition("#")[0] for chunk in ids(expected)],
        )


class TableWithoutLiveRows(unittest.TestCase):
    """A table whose records were inserted and then all deleted."""

    def test_has_no_chunks_and_answers_nothing(self):
        table = open_table("emptied")
        self.assertEqual(freshet("emptied", "status")["chunks"], 0)
        self.assertEqual(table.count_rows(CHUNKS), 0)
        self.assertEqual(ids(nearest(table, numpy.ones(DIMENSION, numpy.float32)).where(CHUNKS)), [])

    def test_keeps_one_row_with_an_empty_id(self):
        [row] = open_table("emptied").to_arrow().to_pylist()
        self.assertEqual((row["id"], row["vector"]), ("", None))


if __name__ == "__main__":
    unittest.main(verbosity=2)

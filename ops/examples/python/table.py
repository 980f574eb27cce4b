"""Reads the vector table of a pipeline with LanceDB's own client, and searches it by vector.

    python table.py HOME/vectors NAME [CHUNK_ID]

prints how many chunks there are, and the three nearest to the chunk with that id, or to any chunk.
"""

import sys

import lancedb

# A table without live rows keeps one row with an empty id.
CHUNKS = "id != ''"


def nearest(table, vector, condition=CHUNKS, limit=3):
    """Searches with the parameters of Freshet; with the defaults a large index finds nine of ten neighbours."""
    return (
        table.search(vector)
        .distance_type("cosine")
        .ef(100)
        .refine_factor(2)
        .where(condition)
        .select(["record_key", "record_version", "text", "_distance"])
        .limit(limit)
        .to_list()
    )


def main(directory, name, chunk=None):
    table = lancedb.connect(directory).open_table(name)
    print(f"{table.count_rows(CHUNKS)} chunks, version {table.version}")
    wanted = CHUNKS if chunk is None else f"id = '{chunk.replace(chr(39), chr(39) * 2)}'"
    # Any vector of the same model works; this one is of a stored chunk.
    [stored] = table.search().where(wanted).limit(1).to_list()
    for hit in nearest(table, stored["vector"]):
        print(f"{hit['_distance']:.3f}  {hit['record_key']}  {hit['text'][:60]!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])

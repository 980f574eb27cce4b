import sys

import lancedb

table = lancedb.connect(sys.argv[1]).open_table("notes")
print(table.count_rows("id != ''"), "chunks")

# Any vector of the same model will do; here, that of a stored chunk.
[stored] = table.search().where("id = 'note-00003#0'").limit(1).to_list()
hits = (
    table.search(stored["vector"])
    .distance_type("cosine")
    .ef(100)
    .refine_factor(2)
    .where("author = 'mira'")
    .select(["record_key", "text", "_distance"])
    .limit(3)
)
for hit in hits.to_list():
    print(f"{hit['_distance']:.3f}  {hit['record_key']}  {hit['text'][:60]!r}")

"""Searches over HTTP with nothing but the standard library.

    python search.py URL QUESTION                          what is there now
    python search.py URL QUESTION LANDING_ZONE RECORD      lands the record first, and finds it

The second form reads its own write: the search waits until the landed file is part of the answer. RECORD is a JSON object with the columns of the pipeline.
"""

import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

ATTEMPTS = 5


def search(server, key=None, **body):
    """The answer of POST /v1/search. Asks again, a few times at most, where the server sends Retry-After."""
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(
        f"{server.rstrip('/')}/v1/search", json.dumps(body).encode(), headers, method="POST"
    )
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            problem = json.load(refused)
            retry_after = refused.headers.get("Retry-After")
            if retry_after is None or attempt == ATTEMPTS:
                raise RuntimeError(f"{problem['code']}: {problem['detail']}") from refused
            time.sleep(int(retry_after))


def land(landing_zone, record):
    """Lands one record and returns the name of its file. The rename makes the complete file visible at once."""
    name = f"{uuid.uuid4()}.jsonl"
    written = Path(landing_zone) / f".{name}.tmp"
    written.write_text(json.dumps(record) + "\n", encoding="utf-8")
    written.rename(Path(landing_zone) / name)
    return name


def main(server, question, landing_zone=None, record=None):
    wish = {}
    if landing_zone:
        wish = {"after": {"file": land(landing_zone, json.loads(record))}, "timeoutMs": 30_000}
    answer = search(server, query=question, k=3, **wish)
    for hit in answer["hits"]:
        print(f"{hit['score']:.3f}  {hit['key']}  {hit['text'][:60]!r}")
    freshness = answer["freshness"]
    print(f"complete as of {freshness['asOf']}, version {freshness['version']}, {answer['tookMs']} ms")
    # Later searches may ask for at least this freshness, so that no answer is older than one before.
    again = search(server, query=question, k=1, minFreshness=freshness["asOf"])
    assert again["freshness"]["version"] >= freshness["version"]


if __name__ == "__main__":
    main(*sys.argv[1:])

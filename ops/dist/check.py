#!/usr/bin/env python3
"""Checks an archive of Freshet: how its entries are written, and that its bills of materials name exactly
the libraries that are in it.

    ops/dist/check.py ARCHIVE.tar.gz
"""

import hashlib
import json
import sys
import tarfile

sums, files, jars, bills = {}, {}, {}, {}
with tarfile.open(sys.argv[1]) as archive:
    members = archive.getmembers()
    top = members[0].name.split("/")[0]
    for member in members:
        assert member.name == top or member.name.startswith(top + "/"), member.name
        assert member.isdir() or member.isfile(), f"{member.name} is neither a file nor a directory"
        assert (member.uid, member.gid) == (0, 0), f"{member.name} belongs to {member.uid}:{member.gid}"
        name = member.name[len(top) + 1:]
        expected = 0o755 if member.isdir() or name == "bin/freshet" else 0o644
        assert member.mode & 0o777 == expected, f"{name} has mode {oct(member.mode)}"
        assert member.mtime == members[0].mtime, f"{name} has another time"
        if member.isfile():
            content = archive.extractfile(member).read()
            files[name] = hashlib.sha256(content).hexdigest()
            if name == "SHA256SUMS":
                sums = dict(reversed(line.split("  ", 1)) for line in content.decode().splitlines())
            if name.endswith("sbom.cdx.json"):
                bills[name] = json.loads(content)
            if name.startswith("lib/classpath"):
                jars[name] = content.decode().strip().split(":")

listed = {name: digest for name, digest in files.items() if name != "SHA256SUMS"}
assert sums == listed, f"SHA256SUMS differs: {set(sums.items()) ^ set(listed.items())}"
for listing, names in jars.items():
    missing = [name for name in names if name not in files]
    assert not missing, f"{listing} names {missing}"
for name in ("LICENSE", "NOTICE", "THIRD-PARTY.txt", "models/documents/THIRD-PARTY.txt", "README.md", "RELEASE", "conf/pipeline.yaml", "docs/cli.md"):
    assert name in files, f"there is no {name}"

components = {}
for component in [each for bill in bills.values() for each in bill["components"]]:
    digests = [each["content"] for each in component.get("hashes", []) if each["alg"] == "SHA-256"]
    components[digests[0] if digests else component["purl"]] = component["purl"]
# The data of the demo are eight releases of one library, of which Maven would choose one.
libraries = {digest: name for name, digest in files.items() if name.endswith(".jar") and "/demo-corpus/" not in name}
unlisted = [name for digest, name in libraries.items() if digest not in components]
absent = [purl for digest, purl in components.items() if digest not in libraries]
assert len(bills) == 2, f"bills of materials: {list(bills)}"
assert not unlisted and not absent, f"not in a bill: {unlisted}; not in the archive: {absent}"
print(f"dist: {len(files)} files, {len(set(libraries.values()))} libraries, each in a bill of materials")

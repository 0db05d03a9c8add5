"""Compares an imported history with the one that was exported: python same.py EXPORTED IMPORTED LEAST.

Entries are compared by everything but their numbers. LEAST is how many of them have to be the same.
"""

import json
import sys


def entries(path):
    return [{k: v for k, v in json.loads(line).items() if k != "number"} for line in open(path, encoding="utf-8") if line.strip()]


exported, imported, least = entries(sys.argv[1]), entries(sys.argv[2]), int(sys.argv[3])
same = [entry for entry in imported if entry in exported]
if len(same) < least:
    kinds = sorted({entry["type"] for entry in exported if entry not in imported})
    sys.exit(f"{len(same)} of {len(exported)} entries came back the same, where {least} have to; others: {kinds}")
print(f"{len(same)} of {len(exported)} entries came back the same through {sys.argv[2].rsplit('/', 1)[-1]}")

"""Reads a log with pm4py and writes it with pm4py: python rewrite.py FROM.xes TO.xes TO.csv."""

import sys

import pm4py

log = pm4py.read_xes(sys.argv[1])
pm4py.write_xes(log, sys.argv[2])
log.to_csv(sys.argv[3], index=False)
print(f"pm4py wrote {len(log)} events", file=sys.stderr)

"""Makes the mapping for what pm4py writes of our XES from the one that comes with the program: python mapping.py csv|xes > MAPPING.

pm4py writes `nan` where nothing is, as XES; and times with a space, and the attributes of traces behind `case:`, as CSV.
"""

import json
import pathlib
import sys

mapping = json.loads(pathlib.Path("src/import/mappings/exported-xes.json").read_text(encoding="utf-8"))
mapping["about"] = "What pm4py writes of what the export writes as XES."
mapping["empty"] = ["nan"]
written = json.dumps(mapping)
if sys.argv[1] == "csv":
    mapping["log"] = {"csv": {}}
    mapping["times"] = {"formats": ["%Y-%m-%d %H:%M:%S%.f%:z"]}
    written = json.dumps(mapping).replace('"trace:', '"case:')
print(written)

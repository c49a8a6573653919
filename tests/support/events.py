"""Teachers in JSON, written as a CSV of events: python3 events.py SCHEMA FILE... > events.csv

Reads what `hq schema` prints for the plural names of kinds. For tests: the same teachers must be decided alike in both forms.
Teachers with a filled-in form are left out, since events have none, and a closed file is expected where no assignment is known."""
import csv, json, sys

def teachers(path):
    text = open(path, encoding="utf-8").read()
    decoder, at = json.JSONDecoder(parse_float=str, parse_int=str), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        yield from value if isinstance(value, list) else [value]

def cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    return "unknown" if value is None else str(value)

schema = json.load(open(sys.argv[1]))
lists = {key: value["items"]["$ref"].rsplit("/", 1)[1] for key, value in schema["properties"].items()
         if "items" in value and key != "assignments"}
rows, columns = [], ["teacher", "kind", "assignment", "jurisdiction", "as_of"]
for path in sys.argv[2:]:
    for t in teachers(path):
        if "worksheets" in t or any("worksheet" in a for a in t.get("assignments") or []):
            continue
        def row(kind, record):
            record = {k: cell(v) for k, v in record.items() if k not in ("label", "note")}
            columns.extend(k for k in record if k not in columns)
            rows.append({"teacher": t["teacher"], "kind": kind, **record})
        for a in t.get("assignments", []):
            a = {**a, "assignment": a.get("id", ""), "jurisdiction": a.get("jurisdiction", t.get("jurisdiction", "")),
                 "as_of": a.get("as_of", t.get("as_of", ""))}
            a.pop("id", None)
            row("assignment", a)
        if isinstance(t.get("facts"), dict):
            row("teacher", t["facts"])
        for key, kind in lists.items():
            if key not in t:
                continue
            if not t[key]:
                rows.append({"teacher": t["teacher"], "kind": ("unknown " if t[key] is None else "no ") + kind})
            for record in t[key] or []:
                row(kind, record)
out = csv.DictWriter(sys.stdout, columns, restval="", lineterminator="\n")
out.writeheader()
out.writerows(rows)

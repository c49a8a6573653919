"""Holds each line of a file of JSON to a JSON Schema. Exit status 0, 1 with what is wrong, 77 without jsonschema."""
import json
import sys

try:
    import jsonschema
    Validator = jsonschema.Draft202012Validator
except (ImportError, AttributeError):
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
Validator.check_schema(schema)
validator = Validator(schema)
wrong = 0
with open(sys.argv[2], encoding="utf-8") as file:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        value = json.loads(line)
        if validator.is_valid(value):
            continue
        wrong += 1
        for error in list(validator.iter_errors(value))[:3]:
            print(f"{number}: {error.json_path}: {error.message[:200]}")
sys.exit(1 if wrong else 0)

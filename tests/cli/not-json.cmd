# lines that are no JSON; the others are decided
hqc eval --as-of 2007-06-30 --format csv sample.hq not-json.ndjson
status 1

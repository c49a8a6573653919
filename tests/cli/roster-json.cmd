# a roster of JSON, answered in JSON
hq roster -j KS --as-of 2007-06-30 --format json roster.ndjson
status 1

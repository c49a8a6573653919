# JSON, one decision a line; exact fractions and intervals
hqc eval --as-of 2007-06-30 --format json sample.hq teachers.json
status 0

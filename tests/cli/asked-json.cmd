# not asked and unknown in JSON
hqc eval --as-of 2007-06-30 --format json sample.hq asked.json
status 0

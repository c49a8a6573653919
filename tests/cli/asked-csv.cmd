# not asked and unknown in CSV
hqc eval --as-of 2007-06-30 --format csv sample.hq asked.json
status 0

# not asked and unknown in text
hqc eval --as-of 2007-06-30 sample.hq asked.json
status 0

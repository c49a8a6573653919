# the one-look form
hqc eval --as-of 2007-06-30 sample.hq teachers.json
status 0

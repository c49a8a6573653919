# decisions without the count at the end
hqc eval -q --as-of 2007-06-30 sample.hq teachers.json
status 0

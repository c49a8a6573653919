# CSV
hqc eval --as-of 2007-06-30 --format csv sample.hq teachers.json
status 0

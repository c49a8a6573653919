# jurisdiction and date of teacher and assignment
hqc eval --as-of 2007-06-30 --format csv sample.hq which.json
status 1

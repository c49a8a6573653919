# an empty file
hqc eval --as-of 2007-06-30 --format csv sample.hq empty.json
status 1

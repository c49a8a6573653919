# bytes that are not UTF-8
hqc eval --as-of 2007-06-30 --format csv sample.hq latin-1.json
status 1

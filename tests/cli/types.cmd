# wrong types
hqc eval --as-of 2007-06-30 --format csv sample.hq types.json
status 1

# several files; the same id in two
hqc eval --as-of 2007-06-30 --format csv sample.hq bom.json documents.json
status 1

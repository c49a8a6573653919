# a directory
hqc eval --as-of 2007-06-30 --format csv sample.hq . bom.json
status 3

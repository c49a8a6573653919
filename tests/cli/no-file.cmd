# a file that is not there; the others are decided
hqc eval --as-of 2007-06-30 --format csv sample.hq nowhere.json bom.json
status 3

# standard input by its name
hqc eval --as-of 2007-06-30 --format csv sample.hq -
status 0
input bom.json

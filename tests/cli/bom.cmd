# a byte order mark of UTF-8 is passed over
hqc eval --as-of 2007-06-30 --format csv sample.hq bom.json
status 0

# UTF-16
hqc eval --as-of 2007-06-30 --format csv sample.hq utf-16.json
status 1

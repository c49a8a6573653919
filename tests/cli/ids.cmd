# ids: double, missing, of the wrong kind, a social security number
hqc eval --as-of 2007-06-30 --format csv sample.hq ids.json
status 1

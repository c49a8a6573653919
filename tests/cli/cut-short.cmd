# an array cut short
hqc eval --as-of 2007-06-30 --format csv sample.hq cut-short.json
status 1

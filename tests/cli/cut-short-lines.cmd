# a line cut short does not swallow the next
hqc eval --as-of 2007-06-30 --format csv sample.hq cut-short.ndjson
status 1

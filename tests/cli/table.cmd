# a file that is no JSON at all gets one message
hqc eval --as-of 2007-06-30 --format csv sample.hq table.csv
status 1

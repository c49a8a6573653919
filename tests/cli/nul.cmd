# a NUL byte
hqc eval --as-of 2007-06-30 --format csv sample.hq nul.json
status 1

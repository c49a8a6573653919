# a file of white space
hqc eval --as-of 2007-06-30 --format csv sample.hq blank.json
status 1

# more than one person can have; the most that is possible
hqc eval --as-of 2007-06-30 --format csv sample.hq too-much.json
status 1

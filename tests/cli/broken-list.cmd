# after a break in a list, reading resumes
hqc eval --as-of 2007-06-30 --format csv sample.hq broken-list.json
status 1

# what is missing is none
hqc eval --as-of 2007-06-30 --closed sample.hq teachers.json
status 0

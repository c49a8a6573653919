# a verdict as exit status
hqc eval -q --as-of 2007-06-30 --fail-on undetermined sample.hq teachers.json
status 1

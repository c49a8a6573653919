# a verdict that does not occur
hqc eval -q --as-of 2007-06-30 --fail-on not_highly_qualified sample.hq teachers.json
status 0

# what is given up is said in JSON
hqc eval --as-of 2006-02-01 --format json ../lang/ok/bound.hq bound.json
status 0

# what is given up is said, beside what is not
hqc eval --as-of 2006-02-01 ../lang/ok/bound.hq bound.json
status 0

# the same for a look, stopped at the first row that is refused
hq roster -j ks --as-of 2007-06-30 --format text --strict roster.csv
status 1

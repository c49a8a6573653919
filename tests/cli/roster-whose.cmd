# a wide file without a jurisdiction
hq roster --as-of 2007-06-30 roster.csv
status 1

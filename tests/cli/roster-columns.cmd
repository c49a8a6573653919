# columns that mean nothing, and one twice
hq roster -j KS --as-of 2007-06-30 roster-columns.csv
status 1

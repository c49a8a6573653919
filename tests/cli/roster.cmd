# a whole roster, one row a teacher and assignment
hq roster -j KS --as-of 2007-06-30 --summary roster.csv
status 1

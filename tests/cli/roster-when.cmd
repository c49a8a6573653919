# no rules in force on the date
hq roster -j KS --as-of 1999-06-30 roster.csv
status 1

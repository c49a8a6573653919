# a number of threads that is none
hq roster -j KS --jobs many roster.csv
status 2

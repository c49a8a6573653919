# a format that is none
hq roster -j KS --from xls roster.csv
status 2

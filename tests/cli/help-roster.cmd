# help of hq roster
hq roster --help
status 0

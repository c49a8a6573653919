# help
hq --help
status 0

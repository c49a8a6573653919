# the options of explain
hq explain --help
status 0

# no command
hq
status 2

# help of a command
hq eval --help
status 0

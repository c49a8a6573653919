# help of schema
hq schema --help
status 0

# a date that does not exist
hq eval --as-of 2007-02-29
status 2

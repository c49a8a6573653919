# a value missing
hq eval --as-of
status 2

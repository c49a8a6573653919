# a format misspelt
hq eval --format jsn
status 2

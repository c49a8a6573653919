# a letter that is no option
hq eval -x
status 2

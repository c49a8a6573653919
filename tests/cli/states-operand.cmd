# a word too many
hq states KS
status 2

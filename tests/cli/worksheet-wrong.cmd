# the form of nobody
hq schema --worksheet XX
status 2

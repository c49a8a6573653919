# a form before there were rules
hq schema --worksheet KS --as-of 1990-01-01
status 2

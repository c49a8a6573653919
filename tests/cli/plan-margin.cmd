# What a yes rests on, and until when
hq plan --as-of 2007-06-30 --margin --within 5y -q plan.json
status 0

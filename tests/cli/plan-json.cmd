# The same for programs
hq plan --as-of 2007-06-30 --format json plan.json
status 0

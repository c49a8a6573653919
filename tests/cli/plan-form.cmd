# The individual plan as a page
hq plan --as-of 2007-06-30 --plan-form --plan 3 -q plan.json
status 0

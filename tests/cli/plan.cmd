# What would make it yes: plans, nothing to do, what stands in the way, a fact whose answer would do
hq plan --as-of 2007-06-30 plan.json
status 0

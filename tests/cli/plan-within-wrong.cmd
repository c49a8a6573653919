# A time that is none
hq plan --within 1w plan.json
status 2

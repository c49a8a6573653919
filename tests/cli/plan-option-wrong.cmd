# An option that there is not
hq plan --withal 1y plan.json
status 2

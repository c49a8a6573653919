# Plans have no CSV
hq plan --format csv plan.json
status 2

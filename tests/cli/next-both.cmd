# one at a time
hq explain --next --what-matters questions.json
status 2

# only hq explain has them
hq eval --next questions.json
status 2

# a verdict misspelt
hq eval --fail-on undetermind teachers.json
status 2

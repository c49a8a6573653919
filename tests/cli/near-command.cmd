# a command misspelt
hq evla x.json
status 2

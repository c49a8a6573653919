# an option misspelt
hq schema --workshet KS
status 2

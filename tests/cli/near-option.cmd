# an option misspelt
hq eval --juridiction KS
status 2

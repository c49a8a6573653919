# unknown, misspelt and doubled keys
hqc eval --as-of 2007-06-30 --format csv sample.hq keys.json
status 1

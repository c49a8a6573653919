# nesting past the bound
hqc eval --as-of 2007-06-30 --format csv sample.hq deep.json
status 1

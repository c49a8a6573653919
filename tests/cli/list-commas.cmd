# commas missing and one too many
hqc eval --as-of 2007-06-30 --format csv sample.hq list-commas.json
status 1

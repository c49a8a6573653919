# dates, ranges, decimals, codes, units, spans
hqc eval --as-of 2007-06-30 --format csv sample.hq values.json
status 1

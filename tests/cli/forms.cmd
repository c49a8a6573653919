# filled-in forms: columns, ranges, answers beside records
hqc eval --as-of 2007-06-30 --format csv sample.hq forms.json
status 1

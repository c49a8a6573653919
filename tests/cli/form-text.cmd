# a form's answers are said to be the form's
hqc eval --as-of 2007-06-30 sample.hq form.json
status 0

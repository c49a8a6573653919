# the next question, in JSON
hq explain -j KS --as-of 2007-06-30 --next --format json questions.json
status 0

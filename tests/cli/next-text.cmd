# the next question, in text
hq explain -j KS --as-of 2007-06-30 --next questions.json
status 0

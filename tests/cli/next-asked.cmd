# the next question where some were asked in vain, and where all were
hq explain -j KS --as-of 2007-06-30 --next asked.json
status 0

# what matters, in text
hq explain -j KS --as-of 2007-06-30 --what-matters questions.json
status 0

# what matters, in JSON
hq explain -j KS --as-of 2007-06-30 --what-matters --format json questions.json
status 0

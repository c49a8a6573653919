# Two years taught, and going on: new no longer when the third is full
hq plan --margin --closed --as-of 2007-06-30 --within 3y ../../states/teachers/ga.json
status 0

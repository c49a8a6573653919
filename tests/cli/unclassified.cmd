# courses whose subject is not known: 69 hours are not 18 in each of four areas, 72 may be
hq eval unclassified.json
status 0

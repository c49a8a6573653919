# a jurisdiction that is not there
hq eval -j Kansaz teachers.json
status 2

# a value where none belongs
hq eval --closed=yes
status 2

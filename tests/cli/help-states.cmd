# help of states
hq states -h
status 0

# Facts that do not go together are decided as they stand, and said
hq eval -j KS --format csv contradict.json
status 0

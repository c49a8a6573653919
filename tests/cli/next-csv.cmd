# questions are no CSV
hq explain --next --format csv questions.json
status 2

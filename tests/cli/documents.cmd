# several documents, lists among them
hqc eval --as-of 2007-06-30 --format csv sample.hq documents.json
status 1

# a span that goes on, up to the as-of date
hqc eval --as-of 2007-06-30 --format csv sample.hq open-span.json
status 1

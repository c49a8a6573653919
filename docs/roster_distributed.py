"""A roster decided by several worker processes: `hq roster` is a filter, so anything that pipes parts of a table through a program can use it.

    python3 roster_distributed.py WORKERS ROWS ROSTER.csv OPTION... > results.csv

Takes python3-distributed (Debian). The roster is cut into parts of about ROWS rows, each with the header; the options are those of
`hq roster`. Results come in the order of the roster and are, byte for byte, those of one process. HQ names the program."""
import collections
import os
import subprocess
import sys

from distributed import Client, LocalCluster


def parts(path, rows):
    """The file in parts of whole rows: a line end between quotes does not end one."""
    with open(path, "rb") as lines:
        header, part, n, quoted = b"", [], 0, False
        for line in lines:
            part.append(line)
            quoted ^= line.count(b'"') % 2 == 1
            if quoted:
                continue
            if not header:
                header, part = b"".join(part), []
                continue
            n += 1
            if n == rows:
                yield header + b"".join(part)
                part, n = [], 0
        if part or not n:
            yield header + b"".join(part)


def decide(part, program, options):
    """One part, in a process of the worker: results without the header, messages, status, and who did it."""
    ran = subprocess.run([program, "roster", "--quiet", "--jobs", "1", *options], input=part, capture_output=True)
    if ran.returncode > 1:
        raise RuntimeError(ran.stderr.decode())
    return ran.stdout, ran.stderr, ran.returncode, os.getpid()


def main(workers, rows, path, *options):
    program, status, who = os.environ.get("HQ", "hq"), 0, collections.Counter()
    with LocalCluster(n_workers=int(workers), threads_per_worker=1, processes=True, dashboard_address=None) as cluster, \
            Client(cluster) as client:
        waiting, first = collections.deque(), True

        def put():
            nonlocal first, status
            out, err, rc, pid = waiting.popleft().result()
            sys.stdout.buffer.write(out if first else out.split(b"\n", 1)[1])
            sys.stderr.buffer.write(err)
            first, status = False, max(status, rc)
            who[pid] += 1

        for part in parts(path, int(rows)):
            waiting.append(client.submit(decide, part, program, options, pure=False))
            if len(waiting) > 4 * int(workers):    # no more of the roster in memory than keeps everybody busy
                put()
        while waiting:
            put()
    print(f"{sum(who.values())} parts by {len(who)} workers", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

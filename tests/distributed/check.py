"""docs/roster_distributed.py over several worker processes gives the bytes of one process: python3 check.py HQ FOLDER

Ends with 77 where python3-distributed is not there."""
import os
import subprocess
import sys

try:
    import distributed  # noqa: F401
except ImportError:
    print("SKIPPED: python3-distributed is not there; make deps-dev installs it")
    sys.exit(77)

WORKERS, PARTS, ROWS = 3, 40, 40 * 2000 - 7
hq, folder = sys.argv[1:]
roster = os.path.join(folder, "roster.csv")
with open(roster, "w", newline="") as f:
    f.write("teacher,note,assignment.subject,assignment.highest_grade,bachelor,certificate,endorsement,new.first_year,"
            "national_board.board,content_area.experience,content_area.coursework\n")
    for i in range(ROWS):
        note = ['', '"two\nlines, and a ""quote"""', "plain"][i % 3]
        f.write(f"{i:06},{note},{'music' if i % 4 else 'library'},{i % 11 + 1},{'maybe' if i % 501 == 7 else 'yes'},yes,"
                f"{'yes' if i % 5 else ''},no,{'yes' if i % 7 == 0 else 'no'},{i % 41},{i % 61}\n")
options = ["-j", "KS", "--as-of", "2007-06-30"]
one = subprocess.run([hq, "roster", "-q", *options, roster], capture_output=True)
example = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "roster_distributed.py")
many = subprocess.run([sys.executable, example, str(WORKERS), "2000", roster, *options], capture_output=True, env={**os.environ, "HQ": hq})
said = many.stderr.decode().strip().splitlines()
problems = []
if one.returncode != 1 or many.returncode != 1:
    problems.append(f"status {one.returncode} and {many.returncode}, wanted 1 of both:\n{many.stderr.decode()[-2000:]}")
if one.stdout != many.stdout:
    problems.append("the results differ")
refused = one.stderr.count(b"maybe")
if many.stderr.count(b'found "maybe"') != refused or not refused:
    problems.append(f"{refused} rows are refused by one process, {many.stderr.count(b'maybe')} by many")
if one.stdout.count(b"\n") + refused != ROWS + 1:
    problems.append(f"{ROWS} rows in, {one.stdout.count(b'-06-30')} results and {refused} refused")
if not said or said[-1] != f"{PARTS} parts by {WORKERS} workers":
    problems.append(f"wanted {PARTS} parts by {WORKERS} workers, not: {said[-1:]}")
for problem in problems:
    print(problem)
print("FAILED" if problems else f"{ROWS} rows in {said[-1]}: the bytes of one process")
sys.exit(1 if problems else 0)

"""The phrases that texts of rules are packed with: chosen from the rule files, written to runtime/phrases.h.

phrases.py FILE.hq ... > runtime/phrases.h     (make phrases)

A phrase is up to 15 bytes; a byte of a packed text stands for one of the SINGLE most useful, two bytes for one of the others
(runtime/text.c). Phrases grow by pairs: the two that stand side by side most often become one, again and again. What
phrases there are is part of the table format: after a change, raise HQ_TABLES_VERSION.
"""
import collections
import re
import sys

SINGLE, DOUBLE, LONGEST, MERGES, BLOCK = 153, 510, 15, 930, 64


def texts_of(path):
    """The texts of one rule file, each once as in its table: what stands in quotes, and the name before it."""
    out = set()
    source = open(path, encoding="utf-8").read()
    for word, name, text in re.findall(r'(?:(?:(\w+)[ \t]+)?(\w+)[ \t]+)?"((?:[^"\\\n]|\\.)*)"', source):
        if word != "example":          # examples are not in the tables
            out.add(re.sub(r"\\(.)", r"\1", text).encode())
            out.add(name.encode())
    return sorted(t for t in out if t)


def grow(texts):
    """Phrases by merging pairs, those made first first."""
    count = collections.Counter(texts)
    lines = [[bytes([b]) for b in t] for t in sorted(count)]
    often = [count[t] for t in sorted(count)]
    phrases = []
    for _ in range(MERGES):
        pairs = collections.Counter()
        for line, n in zip(lines, often):
            for pair in zip(line, line[1:]):
                pairs[pair] += n
        pairs = {p: n for p, n in pairs.items() if len(p[0] + p[1]) <= LONGEST}
        best = max(sorted(pairs), key=pairs.get)
        phrases.append(best[0] + best[1])
        for line in lines:
            i = 0
            while i + 1 < len(line):
                if (line[i], line[i + 1]) == best:
                    line[i:i + 2] = [best[0] + best[1]]
                i += 1
    return sorted(set(phrases))


def pack(text, cost):
    """The cheapest way to write a text: (bytes, phrases used), plain bytes costing 1."""
    best = [(0, None)] + [None] * len(text)
    for i in range(len(text)):
        for n in range(1, min(LONGEST, len(text) - i) + 1):
            c = cost.get(text[i:i + n], 1 if n == 1 and 0x20 <= text[i] < 0x7f else 2 if n == 1 else None)
            if c is not None and (best[i + n] is None or best[i][0] + c < best[i + n][0]):
                best[i + n] = (best[i][0] + c, n)
    used, at = [], len(text)
    while at:
        used.append(text[at - best[at][1]:at])
        at -= best[at][1]
    return best[-1][0], used


def choose(texts, phrases):
    """The phrases worth a code, the SINGLE most used of them first."""
    count = collections.Counter(texts)
    cost = {p: 2 for p in phrases}
    for _ in range(4):
        uses = collections.Counter()
        for text, n in count.items():
            for phrase in pack(text, cost)[1]:
                uses[phrase] += n
        gains = sorted((p for p in cost if uses[p]), key=lambda p: (-uses[p] * (len(p) - 1), p))
        single = sorted(gains, key=lambda p: (-uses[p], p))[:SINGLE]
        double = [p for p in sorted(gains, key=lambda p: (-uses[p] * (len(p) - 2), p)) if p not in single and len(p) > 2]
        cost = {p: 1 for p in single} | {p: 2 for p in double[:DOUBLE]}
    total = sum((pack(t, cost)[0] + 1) * n for t, n in count.items())
    print(f"{sum(len(t) + 1 for t in texts)} bytes of texts packed in {total}", file=sys.stderr)
    return sorted(p for p in cost if cost[p] == 1) + sorted(p for p in cost if cost[p] == 2)


def overlap(phrases):
    """One string that has every phrase in it: those that are in no other, joined where they overlap most first."""
    parts = [p for p in phrases if not any(p in q for q in phrases if q != p)]
    for k in range(LONGEST - 1, 0, -1):
        i = 0
        while i < len(parts):
            end = parts[i][-k:]
            j = next((j for j, p in enumerate(parts) if j != i and len(end) == k and p.startswith(end)), None)
            if j is None:
                i += 1
                continue
            parts[i] += parts[j][k:]
            del parts[j]
            i -= j < i
    return b"".join(parts)


def put(kind, name, values, per_line=16):
    print(f"static const {kind} {name}[] = {{")
    for i in range(0, len(values), per_line):
        print("\t" + " ".join(f"{v}," for v in values[i:i + per_line]))
    print("};")


def print_header(phrases):
    """phrases.h. Where phrases stand in the string is not part of the table format: only which they are, and their order. Those of two bytes stand in the order
    of the string, so that a step from one to the next says enough."""
    where = overlap(phrases)
    assert len(where) < 4096
    single, double, at = phrases[:SINGLE], [], [0]
    for p in sorted(phrases[SINGLE:], key=lambda p: (where.index(p), len(p))):
        while where.index(p) - at[-1] > LONGEST:       # a phrase of no use, for one step more
            at.append(at[-1] + LONGEST)
            double.append(where[at[-1]:at[-1] + 2])
        at.append(where.index(p))
        double.append(p)
    assert len(double) <= DOUBLE
    steps = [b - a for a, b in zip(at, at[1:])]
    at = at[1:]
    print("/* Made by `make phrases` (tests/support/phrases.py) from the rule files. A part of the table format: see there. */")
    print(f"enum {{ PHRASES = {len(single) + len(double)}, PHRASE_BLOCK = {BLOCK} }};\n\nstatic const char phrase_text[] =")
    text = where.decode("latin-1").replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
    text = re.sub(r"[^\x20-\x7e]", lambda m: f"\\{ord(m[0]):03o}", text)
    pieces = re.findall(r"(?:\\[0-7]{3}|\\.|[^\\]){1,100}", text)
    print("\n".join(f'\t"{p}"' for p in pieces) + ";\n")
    print("/* Of each phrase that one byte stands for: where it begins in it, times 16, and how long it is. */")
    put("uint16_t", "phrase_single", [where.index(p) << 4 | len(p) for p in single])
    print("/* Of each that two bytes stand for: how far behind the one before it, times 16, and how long. Where the first of every PHRASE_BLOCK begins. */")
    put("uint8_t", "phrase_step", [n << 4 | len(p) for n, p in zip(steps, double)])
    put("uint16_t", "phrase_block", at[::BLOCK])


def main(paths):
    texts = [t for path in paths for t in texts_of(path)]
    print_header(choose(texts, grow(texts)))


if __name__ == "__main__":
    main(sys.argv[1:])

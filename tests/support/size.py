"""The promises of docs/embedding.md about the runtime's size, read off what a compiler makes of it.

size.py text|stack|symbols|vectors, with SRC, BUILD and CC in the environment. Prints what it measured; exit status 1 and a
line on stderr for a promise that is broken, 77 where the compiler cannot tell.

text     deciding, explaining (JSON) and verifying: code under HELD bytes, built for size (the goal is 32 KB,
         docs/performance.md); all of the library, with constants and
         texts, under 64 KB as it is built.
stack    under 4 KB along any path of calls (the batch path: 8 KB), from gcc's call graph; the one recursion, in verdict.c, as deep as it goes.
vectors  the batch path's kernels are made of vectors, each of its own width.
symbols  nothing but memcpy and its like from outside; nothing that changes; no floating point.
"""
import glob
import os
import re
import subprocess
import sys

SRC, BUILD = os.environ.get("SRC", "."), os.environ.get("BUILD", "build")
CC = os.environ.get("CC", "cc").split()
FROM_OUTSIDE = {"memcpy", "memset", "memmove", "memcmp", "strlen", "_GLOBAL_OFFSET_TABLE_",   # loops that gcc calls for
                "__cpu_model", "__cpu_indicator_init",                                 # which kernel runs here, from libgcc
                "hqb_avx2", "hqb_avx512"}                                              # compiled for other machines than this check is
HELD = 51 * 1024                # not to grow while the goal of 32 KB is not met
STACK = 4096, 8192               # of libhq, of libhqbatch, which calls it
LOOPS_16 = 8                    # that multiply 16-bit lanes: from columns of four types, divided and not
FORMATS_DEEP = 3                # hqi_fmt within itself: an answer, a quantity, a number
REASONS_DEEP = 2                # and below put_reasons two more: a reason, its row
DECIDES = ("allot ask date eval exact exact_fact exact_list filter measure rubric explain explain_missing explain_names explain_words "
           "explain_format explain_json number text writer verify verify_rules verify_vocab").split()


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def compile_all(name, *flags, batch=False):
    """Objects of the whole runtime, made in a directory of their own; {name of the file: path}. With @batch, the batch path's too."""
    to = os.path.join(BUILD, "size", name)
    os.makedirs(to, exist_ok=True)
    out = {}
    sources = glob.glob(os.path.join(SRC, "runtime", "*.c")) + (glob.glob(os.path.join(SRC, "runtime", "batch", "*.c")) if batch else [])
    sources += glob.glob(os.path.join(SRC, "runtime", "plan", "*.c"))
    for source in sorted(sources):
        folder, base = os.path.split(os.path.splitext(source)[0])
        base = "batch_" * folder.endswith("batch") + "plan_" * folder.endswith("plan") + base
        out[base] = os.path.join(to, base + ".o")
        run(*CC, "-std=c11", "-I" + os.path.join(SRC, "runtime"), *flags, "-c", source, "-o", out[base])
    return out


def is_clang():
    return "clang" in run(*CC, "--version")


def sections(path):
    """{section: bytes} of one object."""
    out = {}
    for line in run("size", "-A", path).splitlines():
        word = line.split()
        if len(word) == 3 and word[0].startswith("."):
            out[word[0]] = out.get(word[0], 0) + int(word[1])
    return out


def text():
    if is_clang():
        print("text: measured with gcc only, whose -Os is what the promise is about")
        return 77
    objects = compile_all("small", "-Os")
    code = sum(n for f in DECIDES for s, n in sections(objects[f]).items() if s.startswith(".text"))
    print(f"text: deciding, explaining and verifying {code} bytes of code, held at {HELD}; the goal is {32 * 1024}")
    if code >= HELD:
        return fail(f"deciding, explaining and verifying are more than {HELD} bytes")
    if os.environ.get("SAN") or not os.path.exists(os.path.join(BUILD, "libhq.a")):
        return 0
    whole = sum(int(line.split()[0]) for line in run("size", os.path.join(BUILD, "libhq.a")).splitlines()[1:])
    print(f"text: all of libhq.a {whole} bytes of {64 * 1024}")
    return fail("the library is more than 64 KB") if whole >= 64 * 1024 else 0


def call_graph(directory):
    """Frames and calls. A function called through a pointer is one that nobody calls by name."""
    frames, calls = {}, {}
    for path in glob.glob(os.path.join(directory, "*.ci")):
        for line in open(path, encoding="utf-8"):
            node = re.match(r'node: \{ title: "([^"]+)" label: "([^"]*)"', line)
            edge = re.match(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"', line)
            if node and (size := re.search(r"(\d+) bytes \((.*?)\)", node[2])):
                if size[2] == "dynamic":
                    return None, node[1]
                frames[node[1]] = int(size[1]) + 8     # and the return address
            if edge:
                calls.setdefault(edge[1], set()).add(edge[2])
    called = {t for targets in calls.values() for t in targets}
    loose = {f for f in frames if f not in called and ":" in f}
    for caller, targets in calls.items():
        if "__indirect_call" in targets:               # libhq knows nothing of the batch path
            targets |= {f for f in loose if "/batch/" not in f or "batch" in caller}
    return frames, calls


def stack():
    if is_clang():
        print("stack: gcc only writes the call graph")
        return 77
    objects = compile_all("stack", "-O2", "-fwrapv", "-fcallgraph-info=su", batch=True)
    frames, calls = call_graph(os.path.dirname(objects["eval"]))
    if frames is None:
        return fail(f"{calls} has a frame of no fixed size")
    with open(os.path.join(SRC, "runtime", "verdict.c"), encoding="utf-8") as verdict:
        deep = int(re.search(r"DEEP = (\d+)", verdict.read())[1])

    def reaches(name, goal, met):
        met.add(name)
        return name == goal or any(reaches(t, goal, met) for t in calls.get(name, ()) if t not in met and t in frames)

    more = {}
    for name in frames:
        if name.endswith("verdict.c:remembered"):       # every round goes through it and one other; with a rubric's it counts as two
            others = {f: frames[f] for f in calls[name] if reaches(f, name, set()) and f != name}
            rubric = sum(n for f, n in frames.items() if f.endswith(("verdict.c:rubric", "verdict.c:need_once")))
            most = max(n for f, n in others.items() if not f.endswith(":rubric"))
            if rubric > frames[name] + 2 * most:
                return fail("a rubric takes more than two rounds in verdict.c")
            more[name] = (deep - 1) * (frames[name] + most)
    memo, path = {}, []

    def below(name, formats=FORMATS_DEEP):
        """Stack from @name down, where hqi_fmt is called within itself so often at most, and remembered as deep as it goes."""
        if name == "hqi_fmt":
            formats -= 1
        if formats < 0:
            return 0
        if (name, formats) in path:
            if not any(f.endswith(":remembered") for f, _ in path[path.index((name, formats)):]):
                sys.exit(fail(f"{name} calls itself"))
            return 0
        if (name, formats) in memo:
            return memo[name, formats]
        path.append((name, formats))
        down = formats + REASONS_DEEP if name.endswith(":put_reasons") else formats
        most = frames.get(name, 0) + more.get(name, 0) + max((below(t, down) for t in calls.get(name, ())), default=0)
        path.pop()
        if not any(f.endswith(":remembered") for f, _ in path):        # else part of a cycle, seen from within it
            memo[name, formats] = most
        return most

    worst = [0, 0]
    for name in sorted(f for f in frames if ":" not in f and f.startswith("hq_")):
        deepest = below(name)
        batch = name.startswith("hq_batch_")
        worst[batch] = max(worst[batch], deepest)
        if deepest >= STACK[batch]:
            fail(f"{name} may take {deepest} bytes of stack")
    print(f"stack: at most {worst[0]} bytes of {STACK[0]}; {worst[1]} of {STACK[1]} in the batch path")
    return 1 if worst[0] >= STACK[0] or worst[1] >= STACK[1] else 0


def symbols():
    # Floating point would not compile; nor would vectors, which the kernels have for machines that have them.
    objects = compile_all("integers", "-O2", "-fwrapv", "-mgeneral-regs-only", "-U__SSE2__", batch=True)
    defined, wanted = set(), {}
    for base, path in objects.items():
        for section, size in sections(path).items():
            if size and (section == ".data" or section.startswith((".bss", ".tbss", ".tdata", ".init_array"))):
                return fail(f"{base}.c has something that changes: {size} bytes of {section}")
        for line in run("nm", path).splitlines():
            word = line.split()
            if word[-2] == "U":
                wanted.setdefault(word[-1], base)
            elif word[-2].isupper():
                defined.add(word[-1])
    rc = 0
    for name in sorted(defined):
        if not name.startswith(("hq_", "hqi_", "hqb_", "hqp_")):
            rc = fail(f"{name} is a name of the outside world")
    for name, base in sorted(wanted.items()):
        if name not in defined and name not in FROM_OUTSIDE:
            rc = fail(f"{base}.c calls {name}")
    print(f"symbols: {len(defined)} of its own, {len(set(wanted) - defined)} from outside")
    return rc


def vectors():
    """A compiler that leaves the loops of a kernel alone says nothing; ten times the time says it."""
    if is_clang() or os.environ.get("SAN") or not os.environ.get("OPTIMIZED", "yes") or not run(*CC, "-dumpmachine").startswith("x86_64"):
        print("vectors: looked for in what gcc makes for x86-64 with -O2 and without sanitizers")
        return 77
    rc = 0
    for kernel, register in ("plain", "xmm"), ("avx2", "ymm"), ("avx512", "zmm"):
        code = run("objdump", "-d", "--no-show-raw-insn", os.path.join(BUILD, "runtime", "batch", f"kernel_{kernel}.o"))
        n = len(re.findall(rf"pmullw\s.*%{register}", code))
        print(f"vectors: {n} products of 16-bit lanes in {register} of the {kernel} kernel")
        if n < LOOPS_16:
            rc = fail(f"the {kernel} kernel has loops that are no vectors")
    return rc


def fail(what):
    print("size.py: " + what, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit({"text": text, "stack": stack, "symbols": symbols, "vectors": vectors}[sys.argv[1]]())

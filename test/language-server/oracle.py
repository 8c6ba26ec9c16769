"""What CPython 3.13 says of a program: for server.test.ts, which asks it live or reads golden.json.

usage: python3.13 test/language-server/oracle.py            writes golden.json from errors.txt and sample.py
       python3.13 test/language-server/oracle.py FILE...    prints the listing of each, as `python3.13 -m dis` does
"""
import contextlib
import dis
import io
import json
import os
import re
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))


def listing(source, name, offsets=False):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dis.dis(compile(source, name, "exec", dont_inherit=True), show_offsets=offsets)
    # A listing made without running has no addresses; a set's order hangs on the hash seed.
    text = re.sub(r"(<code object [^\n]*?) at 0x[0-9a-f]+,", r"\1,", out.getvalue())
    return re.sub(r"frozenset\(\{[^\n]*\}\)", "frozenset({...})", text)


def verdict(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        error = None
        try:
            compile(source, "a.py", "exec", dont_inherit=True)
        except SyntaxError as e:
            error = [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
        found = sorted({(w.category.__name__, str(w.message), w.lineno) for w in caught if w.category is SyntaxWarning})
    return {"source": source, "error": error, "warnings": found}


def main():
    if len(sys.argv) > 1:
        print(json.dumps([listing(open(f, "rb").read(), os.path.basename(f)) for f in sys.argv[1:]]))
        return
    with open(os.path.join(HERE, "programs.txt"), encoding="utf-8") as f:
        programs = f.read().split("#### \n")[1:]
    with open(os.path.join(HERE, "sample.py"), encoding="utf-8") as f:
        sample = f.read()
    golden = {
        "programs": [verdict(p) for p in programs],
        "listing": listing(sample, "sample.py"),
        "listingWithOffsets": listing(sample, "sample.py", True),
    }
    with open(os.path.join(HERE, "golden.json"), "w", encoding="utf-8") as f:
        json.dump(golden, f, indent=1)
        f.write("\n")


main()

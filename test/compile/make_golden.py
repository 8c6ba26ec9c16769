"""Writes golden/*.json: what CPython 3.13 makes of snippets.txt and of the standard library that npm's pyodide carries.

usage: python3.13 test/compile/make_golden.py
snippets.json: the answer in full for each block of snippets.txt; stdlib.json: for each file the hashes of source and answer.
"""
import ast
import hashlib
import json
import os
import sys
import warnings
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import dump_code  # noqa: E402

FLAGS = {"await": ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, "future": 0x1000000}


def text_hash(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()[:16]


def answer(source, mode, flags):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        codes, error = [], None
        try:
            dump_code.code(compile(source, "<oracle>", mode, flags, True, 0), codes)
        except SyntaxError as e:
            codes, error = None, [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
        except UnicodeError as e:
            codes, error = None, [type(e).__name__, str(e), None, None, None, None]
    return codes, error, [[w.category.__name__, str(w.message), w.lineno] for w in caught]


def snippets():
    with open(os.path.join(HERE, "snippets.txt"), encoding="utf-8") as f:
        blocks = f.read().split("#### ")[1:]
    out = []
    for block in blocks:
        head, source = block.split("\n", 1)
        words = head.split()
        if words[0] == "eval":
            source = source.strip()
        codes, error, warned = answer(source, words[0], FLAGS.get(words[-1], 0))
        out.append({"head": head, "source": text_hash(source), "codes": codes, "error": error, "warnings": warned})
    return out


def stdlib():
    path = os.path.join(HERE, "..", "..", "node_modules", "pyodide", "python_stdlib.zip")
    out = {}
    with zipfile.ZipFile(path) as z:
        for name in sorted(z.namelist()):
            if not name.endswith(".py"):
                continue
            source = z.read(name)
            codes = answer(source, "exec", 0)[0]
            text = json.dumps(codes, separators=(",", ":"), ensure_ascii=False)
            out[name] = [text_hash(source), text_hash(text.encode("utf-8", "surrogatepass")), dump_code.unicode_names(source)]
    return out


def write(name, data):
    with open(os.path.join(HERE, "golden", name), "w", encoding="utf-8", newline="\n") as f:
        f.write("[\n" if isinstance(data, list) else "{\n")
        items = data if isinstance(data, list) else ["%s: %s" % (json.dumps(k), json.dumps(v)) for k, v in data.items()]
        f.write(",\n".join(i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in items))
        f.write("\n]\n" if isinstance(data, list) else "\n}\n")


if __name__ == "__main__":
    write("snippets.json", snippets())
    write("stdlib.json", stdlib())

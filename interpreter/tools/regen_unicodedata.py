"""Writes modules/generated/unicodedata.json: what CPython 3.13's Modules/unicodedata_db.h and unicodename_db.h hold (Unicode 15.1).

Run it with CPython 3.13 (`python3.13 interpreter/tools/regen_unicodedata.py`): every property is asked of its unicodedata, the
aliases and named sequences of its C interface. The form of the file is described at its reader, modules/unicodedata_db.ts.
"""
import ctypes
import json
import os
import sys
import unicodedata
from collections import Counter
from fractions import Fraction

assert sys.version_info[:2] == (3, 13), 'run with CPython 3.13'
SINGLE, DOUBLE = 40, 36
ALPHABET = ''.join(chr(c) for c in range(33, 127) if chr(c) not in '"\\')
DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
old = unicodedata.ucd_3_2_0


def base36(n):
    s = ''
    while True:
        n, r = divmod(n, 36)
        s = DIGITS[r] + s
        if n == 0:
            return s


def runs(values):
    """value,value*count,..., both base 36"""
    out = []
    for v in values:
        if out and out[-1][0] == v:
            out[-1][1] += 1
        else:
            out.append([v, 1])
    return ','.join(base36(v) if n == 1 else f'{base36(v)}*{base36(n)}' for v, n in out)


def records(db):
    table = {}
    column = []
    for cp in range(0x110000):
        c = chr(cp)
        key = (db.category(c), db.combining(c), db.bidirectional(c), db.mirrored(c), db.east_asian_width(c))
        column.append(table.setdefault(key, len(table)))
    return [list(k) for k in table], runs(column)


def values(get):
    """start*count:first value, the value rising by one in a run; fractions as a/b"""
    out = []
    for cp in range(0x110000):
        v = get(chr(cp), None)
        if v is None:
            continue
        v = Fraction(v).limit_denominator(1000)
        last = out[-1] if out else None
        if last and last[0] + last[1] == cp and last[2] + last[1] == v:
            last[1] += 1
        else:
            out.append([cp, 1, v])
    return ' '.join(f'{base36(cp)}*{base36(n)}:{v}' if n > 1 else f'{base36(cp)}:{v}' for cp, n, v in out)


def changed_values(get, get_old):
    return {f'{cp:X}': str(Fraction(v).limit_denominator(1000)) if v is not None else None for cp in range(0x110000)
            if (v := get_old(chr(cp), None)) != get(chr(cp), None) and old.category(chr(cp)) != 'Cn'}


def decompositions():
    return ';'.join(f'{cp:X}={d}' for cp in range(0x110000) if not 0xAC00 <= cp <= 0xD7A3 and (d := unicodedata.decomposition(chr(cp))))


def corrections():
    """Where a correction of the standard changed what a character decomposes to: the old code point."""
    return {f'{cp:X}': f'{ord(old.normalize("NFD", c)):X}' for cp in range(0x110000)
            if old.category(c := chr(cp)) != 'Cn' and old.normalize('NFD', c) != unicodedata.normalize('NFD', c)}


def exclusions():
    """Characters with a canonical pair that composition does not make."""
    out = []
    for cp in range(0x110000):
        d = unicodedata.decomposition(chr(cp))
        if d and '<' not in d and len(d.split()) == 2 and unicodedata.normalize('NFC', chr(cp)) != chr(cp):
            out.append(f'{cp:X}')
    return ' '.join(out)


def names():
    """Ranges of PREFIX-hex names, and the others: runs of code points, and their words by number."""
    ranges, explicit = [], []
    for cp in range(0x110000):
        name = unicodedata.name(chr(cp), None)
        if name is None or name.startswith('HANGUL SYLLABLE '):
            continue
        suffix = f'{cp:04X}'
        if name.endswith('-' + suffix):
            prefix = name[:-len(suffix)]
            if ranges and ranges[-1][1] == cp - 1 and ranges[-1][2] == prefix:
                ranges[-1][1] = cp
            else:
                ranges.append([cp, cp, prefix])
        else:
            explicit.append((cp, name.split(' ')))
    count = Counter(w for _, words in explicit for w in words)
    lexicon = [w for w, _ in sorted(count.items(), key=lambda wc: (-wc[1], wc[0]))]
    number = {w: i for i, w in enumerate(lexicon)}
    codes = []
    for cp, _ in explicit:
        if codes and codes[-1][0] + codes[-1][1] == cp:
            codes[-1][1] += 1
        else:
            codes.append([cp, 1])
    return {
        'ranges': ranges, 'lexicon': ' '.join(lexicon), 'codes': ' '.join(f'{base36(cp)}*{base36(n)}' for cp, n in codes),
        'words': ' '.join(''.join(word(number[w]) for w in words) for _, words in explicit),
    }


def word(n):
    size = len(ALPHABET)
    if n < SINGLE:
        return ALPHABET[n]
    n -= SINGLE
    if n < DOUBLE * size:
        return ALPHABET[SINGLE + n // size] + ALPHABET[n % size]
    n -= DOUBLE * size
    return ALPHABET[SINGLE + DOUBLE + n // (size * size)] + ALPHABET[n // size % size] + ALPHABET[n % size]


def aliases():
    """Aliases and named sequences stand at private code points, where the C interface gives their names."""
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.restype, get_pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    capi = get_pointer(unicodedata._ucnhash_CAPI, b'unicodedata._ucnhash_CAPI')
    getname = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)(ctypes.c_void_p.from_address(capi).value)
    out = {}
    for cp in range(0xF0000, 0xF0400):
        buffer = ctypes.create_string_buffer(300)
        if getname(cp, buffer, 300, 1):
            name = buffer.value.decode()
            out[name] = ' '.join(f'{ord(c):X}' for c in unicodedata.lookup(name))
    return out


new_records, new_runs = records(unicodedata)
old_records, old_runs = records(old)
data = {
    'version': unicodedata.unidata_version,
    'records': new_records, 'runs': new_runs,
    'decimal': values(unicodedata.decimal), 'digit': values(unicodedata.digit), 'numeric': values(unicodedata.numeric),
    'decompositions': decompositions(), 'exclusions': exclusions(),
    'names': names(), 'aliases': aliases(),
    'old': {
        'version': old.unidata_version, 'records': old_records, 'runs': old_runs, 'corrections': corrections(),
        'decimal': changed_values(unicodedata.decimal, old.decimal), 'digit': changed_values(unicodedata.digit, old.digit),
        'numeric': changed_values(unicodedata.numeric, old.numeric),
    },
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'modules', 'generated', 'unicodedata.json')
os.makedirs(os.path.dirname(path), exist_ok=True)
with open(path, 'w', encoding='ascii') as f:
    json.dump(data, f, indent=0, separators=(',', ':'))
    f.write('\n')

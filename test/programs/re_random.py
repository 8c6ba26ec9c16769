# Patterns from a seeded generator on subjects of all widths: the spans of all groups, findall, split, sub.
import re, sys, warnings
warnings.simplefilter('ignore')
seed, N = 2026, 150
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
    return (seed >> 33) % n
def atom(d):
    k = rnd(26)
    if k < 7: return 'abcAB1_'[k]
    if k == 7: return '.'
    if k == 8: return r'\w'
    if k == 9: return r'\d'
    if k == 10: return '[a-c]'
    if k == 11: return '[^b1]'
    if k == 12: return '[\\W\u0100a]'
    if k == 13: return r'\b'
    if k == 14: return '^'
    if k == 15: return '$'
    if d > 3: return 'b'
    if k == 16: return '(' + alt(d + 1) + ')'
    if k == 17: return '(?:' + alt(d + 1) + ')'
    if k == 18: return '(?=' + alt(d + 1) + ')'
    if k == 19: return '(?!' + alt(d + 1) + ')'
    if k == 20: return '(?<=' + rnd(2) * 'a' + 'b)'
    if k == 21: return '(?<!a[bc])'
    if k == 22: return '(?>' + alt(d + 1) + ')'
    if k == 23: return r'(%s)\1' % alt(d + 1)
    if k == 24: return '(?i:' + alt(d + 1) + ')'
    return '(a)?(?(1)%s|%s)' % (atom(d + 1), atom(d + 1))
def piece(d):
    a = atom(d); k = rnd(14)
    q = ['*', '+', '?', '*?', '+?', '??', '{1,2}', '{2,}?', '*+', '{0,2}+'][k] if k < 10 else ''
    return a + q
def seq(d): return ''.join(piece(d) for _ in range(1 + rnd(4)))
def alt(d): return '|'.join(seq(d) for _ in range(1 + (rnd(4) == 0) + (rnd(6) == 0)))
SUB = ['', 'a', 'ab', 'aab1_', 'abcabc', 'AbB1a', 'b a\nb', 'ab1_ab1_aba', '\u0100ab\u0101', 'a\U0001F600b\u0100', 'bbbaaab', 'xaybzc', 'éÀßſK']
for i in range(N):
    p = alt(0)
    fl = [0, re.I, re.M | re.S, re.A][rnd(4)]
    try: c = re.compile(p, fl)
    except (re.error, RecursionError, OverflowError) as e:
        print(i, ascii(p), 'E', e); continue
    out = []
    for s in SUB:
        m = c.search(s); f = c.fullmatch(s); k = c.match(s, 1, 5)
        out.append((m and m.regs, m and m.lastindex, f and f.regs, k and k.regs, c.findall(s), c.split(s, 2), c.sub('<\\g<0>>', s, 3)))
    print(i, ascii(p), fl, ascii(out))

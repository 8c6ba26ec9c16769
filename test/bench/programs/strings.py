"""Building text: +=, join, f-strings, %, format, slices, methods."""
def caesar(text, shift):
    out = ''
    for c in text:
        if c.isalpha():
            base = 97 if c.islower() else 65
            out += chr((ord(c) - base + shift) % 26 + base)
        else:
            out += c
    return out


def table(rows):
    lines = []
    for i in range(rows):
        lines.append(f'{i:>6} | {i * i:<10} | {i / 7:.3f} | {i!r}')
        lines.append('%5d %-8s %x' % (i, 'n' + str(i), i))
        lines.append('{:>4}-{}'.format(i % 100, lines[-1][2:9].upper().strip()))
    return '\n'.join(lines)


def palindromes(n):
    return [s for s in map(str, range(n)) if s == s[::-1]]


def run(size):
    text = table(size)
    secret = caesar(text[:size * 20], 3)
    back = caesar(secret, -3)
    return len(text), secret[-30:], back == text[:size * 20], len(palindromes(size * 30)), text.count('n1'), text.find('9|'), len(text.splitlines())


SHORT, LONG = 2000, 35000

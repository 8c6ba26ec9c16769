# unicodedata and \N{...}: names, properties, normal forms, the old database.
import unicodedata as u
print('\N{GREEK SMALL LETTER ALPHA}\N{BULLET}\N{LF}x', f'{"\N{SNOWMAN}"}', u.unidata_version, u.ucd_3_2_0.unidata_version)
for c in 'aÅ١½Ⅷ\u0301한中\U0001f600\u200d\x00ǆ٠':
    print(ascii(c), u.name(c, None), u.category(c), u.bidirectional(c), u.combining(c), u.mirrored(c), u.east_asian_width(c), u.decomposition(c), u.decimal(c, None), u.digit(c, None), u.numeric(c, None), [ascii(u.normalize(f, c)) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')])
for n in ('SPACE', 'space', 'HANGUL SYLLABLE GAG', 'CJK UNIFIED IDEOGRAPH-4E2D', 'NULL', 'KATAKANA LETTER AINU P', 'NO SUCH NAME', 'x' * 300, 'CJK UNIFIED IDEOGRAPH-FFFF'):
    try: print(ascii(u.lookup(n)))
    except KeyError as e: print('KeyError', str(e)[:40])
for f in (lambda: u.name('\x00'), lambda: u.name('ab'), lambda: u.name(5), lambda: u.decimal('a'), lambda: u.digit('½'), lambda: u.numeric('a'), lambda: u.normalize('X', 'a'), lambda: u.normalize('NFC'), lambda: u.category(''), lambda: u.ucd_3_2_0.name('\U0001f600'), lambda: u.ucd_3_2_0.category('\U0001f600'), lambda: u.UCD()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(u.is_normalized('NFC', 'e\u0301'), u.normalize('NFC', 'e\u0301\u0323') == 'ẹ́', len(u.normalize('NFD', '각')), u.normalize('NFKC', 'ﬁ①²'), sum(u.category(chr(i)).startswith('L') for i in range(3000)))
for lit in (r"'\N{NOPE}'", r"'\N'", r"'\N{'", r"'\N{}'", r"b'\N{SPACE}'", r"'\N{KATAKANA LETTER AINU P}'"):
    try: print(eval(lit))
    except SyntaxError as e: print(e.msg)
print(b'\\N{DIGIT ONE}'.decode('unicode_escape'), 'é'.encode('ascii', 'namereplace'))

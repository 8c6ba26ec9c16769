"""A reader and writer of JSON, by hand: characters, recursion, dicts."""
ESCAPES = {'"': '"', '\\': '\\', 'n': '\n', 't': '\t'}


class Reader:
    def __init__(self, text):
        self.text = text
        self.pos = 0

    def skip(self):
        text = self.text
        pos = self.pos
        while pos < len(text) and text[pos] in ' \n\t':
            pos += 1
        self.pos = pos

    def value(self):
        self.skip()
        c = self.text[self.pos]
        if c == '{':
            return self.object()
        if c == '[':
            return self.array()
        if c == '"':
            return self.string()
        for word, constant in (('true', True), ('false', False), ('null', None)):
            if self.text.startswith(word, self.pos):
                self.pos += len(word)
                return constant
        return self.number()

    def object(self):
        result = {}
        self.pos += 1
        self.skip()
        while self.text[self.pos] != '}':
            key = self.string()
            self.skip()
            self.pos += 1
            result[key] = self.value()
            self.skip()
            if self.text[self.pos] == ',':
                self.pos += 1
                self.skip()
        self.pos += 1
        return result

    def array(self):
        result = []
        self.pos += 1
        self.skip()
        while self.text[self.pos] != ']':
            result.append(self.value())
            self.skip()
            if self.text[self.pos] == ',':
                self.pos += 1
        self.pos += 1
        return result

    def string(self):
        self.pos += 1
        parts = []
        while True:
            c = self.text[self.pos]
            self.pos += 1
            if c == '"':
                return ''.join(parts)
            if c == '\\':
                c = ESCAPES[self.text[self.pos]]
                self.pos += 1
            parts.append(c)

    def number(self):
        start = self.pos
        while self.pos < len(self.text) and self.text[self.pos] in '+-0123456789.eE':
            self.pos += 1
        word = self.text[start:self.pos]
        return float(word) if '.' in word or 'e' in word else int(word)


def write(value, out):
    if value is None or value is True or value is False:
        out.append({None: 'null', True: 'true', False: 'false'}[value])
    elif isinstance(value, str):
        out.append('"' + value.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') + '"')
    elif isinstance(value, (int, float)):
        out.append(repr(value))
    elif isinstance(value, dict):
        out.append('{')
        for i, (k, v) in enumerate(value.items()):
            if i:
                out.append(', ')
            write(k, out)
            out.append(': ')
            write(v, out)
        out.append('}')
    else:
        out.append('[')
        for i, v in enumerate(value):
            if i:
                out.append(', ')
            write(v, out)
        out.append(']')


def run(size):
    rows = [{'id': i, 'name': f'item "{i}"', 'price': i / 4, 'tags': ['a', 'b\n', str(i)], 'ok': i % 3 == 0, 'next': None} for i in range(size)]
    out = []
    write(rows, out)
    text = ''.join(out)
    again = Reader(text).value()
    return len(text), again == rows, again[-1]['name']


SHORT, LONG = 900, 15000

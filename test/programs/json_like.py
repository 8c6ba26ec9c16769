class Parser:
    def __init__(self, s): self.s, self.i = s, 0
    def ws(self):
        while self.i < len(self.s) and self.s[self.i] in ' \n\t': self.i += 1
    def parse(self):
        self.ws(); c = self.s[self.i]
        if c == '{': return self.obj()
        if c == '[': return self.arr()
        if c == '"': return self.string()
        for lit, v in (('true', True), ('false', False), ('null', None)):
            if self.s.startswith(lit, self.i): self.i += len(lit); return v
        j = self.i
        while self.i < len(self.s) and self.s[self.i] in '-+.eE0123456789': self.i += 1
        t = self.s[j:self.i]
        return float(t) if any(x in t for x in '.eE') else int(t)
    def string(self):
        self.i += 1; j = self.s.index('"', self.i); r = self.s[self.i:j]; self.i = j + 1; return r
    def arr(self):
        r = []; self.i += 1
        while True:
            self.ws()
            if self.s[self.i] == ']': self.i += 1; return r
            r.append(self.parse()); self.ws()
            if self.s[self.i] == ',': self.i += 1
    def obj(self):
        r = {}; self.i += 1
        while True:
            self.ws()
            if self.s[self.i] == '}': self.i += 1; return r
            k = self.string(); self.ws(); self.i += 1; r[k] = self.parse(); self.ws()
            if self.s[self.i] == ',': self.i += 1
print(Parser('{"a": [1, 2.5, -3e2, true, null], "b": {"c": "text"}, "d": []}').parse())

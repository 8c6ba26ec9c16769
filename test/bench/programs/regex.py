"""The re module over log lines."""
import re

LINE = re.compile(r'(\d{4})-(\d\d)-(\d\d) (?P<level>INFO|WARN|ERROR) \[(\w+)\] (.*)$')
WORD = re.compile(r'[A-Za-z_]\w*')
NUMBER = re.compile(r'-?\d+(?:\.\d+)?')


def lines(n):
    levels = ['INFO', 'WARN', 'ERROR', 'DEBUG']
    return [f'2024-{i % 12 + 1:02}-{i % 28 + 1:02} {levels[i % 4]} [worker{i % 7}] took {i * 1.5} ms, {i} of {i + 3} items; state={i % 5}' for i in range(n)]


def run(size):
    text = lines(size)
    levels = {}
    words = 0
    total = 0.0
    for line in text:
        m = LINE.match(line)
        if m:
            levels[m['level']] = levels.get(m['level'], 0) + 1
            words += len(WORD.findall(m.group(6)))
            total += sum(float(x) for x in NUMBER.findall(m.group(6)))
    masked = re.sub(r'\d+', lambda m: '#' * len(m.group()), '\n'.join(text[:size // 2]))
    return levels, words, total, masked.count('#'), len(re.split(r'[;,]\s*', masked))


SHORT, LONG = 1500, 45000

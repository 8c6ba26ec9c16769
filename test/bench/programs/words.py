"""Counting words: str methods, dict.get, sorted with a key."""
def run(size):
    text = ' '.join(f'word{i * 7919 % 1009} and, the {i % 13}' for i in range(size))
    counts = {}
    for start in range(0, len(text), 800):
        line = text[start:start + 800]
        for word in line.lower().replace(',', ' ').split():
            counts[word] = counts.get(word, 0) + 1
    top = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:10]
    return ', '.join(f'{w}={n}' for w, n in top)


SHORT, LONG = 12000, 400000

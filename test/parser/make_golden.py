# Makes golden/errors.json and golden/trees.json with the running CPython 3.13: python3.13 make_golden.py
# Broken programs are those of bad_snippets.txt and random breakages of samples.py.
import ast, json, os, random, re, subprocess, sys, warnings

here = os.path.dirname(os.path.abspath(__file__))
warnings.simplefilter('ignore')
WORDS = ['(', ')', '[', ']', '{', '}', ':', ',', ';', '=', '==', ':=', '.', '*', '**', '->', '@', '+', 'not', 'and', 'if',
         'else', 'for', 'in', 'with', 'as', 'def', 'class', 'lambda', 'return', 'yield', 'await', 'async', 'import', 'from',
         'case', 'match', '_', 'None', '1', 'x', '"s"', "f'{x}'", "f'{", '+=', '!', '$', '\n', '\n    ', '\\', '0x', 'é']


def ask(what, cases):
    run = subprocess.run([sys.executable, os.path.join(here, 'oracle_ast.py'), what], input=json.dumps(cases),
                         capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def breakages(samples, count):
    rnd = random.Random(313)
    while count:
        lines = rnd.choice(samples).splitlines(True)
        at = rnd.randrange(len(lines))
        s = ''.join(lines[at:at + rnd.randint(1, 6)])
        spans = [m.span() for m in re.finditer(r"\w+|[^\w\s]|\n[ \t]*| +", s)]
        a, b = rnd.choice(spans)
        s = rnd.choice([s[:a] + s[b:], s[:a] + rnd.choice(WORDS) + ' ' + s[a:], s[:a] + rnd.choice(WORDS) + s[b:], s[:b]])
        try:
            compile(s, '<s>', 'exec', ast.PyCF_ONLY_AST)
        except SyntaxError:
            count -= 1
            yield [s, 'exec']


def main():
    with open(os.path.join(here, 'samples.py'), encoding='utf-8') as f:
        samples = f.read().split('#---\n')[1:]
    with open(os.path.join(here, 'bad_snippets.txt'), encoding='utf-8') as f:
        bad = [[ast.literal_eval(line), 'exec'] for line in f.read().splitlines()]
    bad += [[s, mode] for s in ('', 'a b', '1 +', '(1,', '  1', 'x = 1', '1\n2') for mode in ('eval', 'single')]
    bad += breakages(samples, 400)
    bad = [list(x) for x in dict.fromkeys(map(tuple, bad))]
    write('errors.json', [[*case, error] for case, error in zip(bad, ask('errors', bad))])
    trees = [[s, 'exec'] for s in samples]
    write('trees.json', [[*case, tree] for case, tree in zip(trees, ask('snippets', trees))])


def write(name, rows):
    with open(os.path.join(here, 'golden', name), 'w') as f:
        f.write('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]\n')


main()

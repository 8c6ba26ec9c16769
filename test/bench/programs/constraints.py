"""One-way constraints that are planned and executed: small classes, virtual calls, lists of objects."""
class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.stay = True

    def __repr__(self):
        return f'{self.name}={self.value}'


class Constraint:
    strength = 5

    def __init__(self, *variables):
        self.variables = variables
        for v in variables:
            v.constraints.append(self)

    def output(self):
        return self.variables[-1]

    def inputs(self):
        return self.variables[:-1]

    def inputs_known(self, mark):
        return all(v.mark == mark or v.stay or v.determined_by is None for v in self.inputs())

    def execute(self):
        raise NotImplementedError


class Equal(Constraint):
    def execute(self):
        self.output().value = self.variables[0].value


class Scale(Constraint):
    strength = 3

    def __init__(self, source, scale, offset, target):
        self.scale = scale
        self.offset = offset
        super().__init__(source, target)

    def execute(self):
        self.output().value = self.variables[0].value * self.scale.value + self.offset.value


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, start):
        self.mark += 1
        todo = sorted(start.constraints, key=lambda c: c.strength)
        plan = []
        while todo:
            c = todo.pop()
            out = c.output()
            if out.mark != self.mark and c.inputs_known(self.mark):
                plan.append(c)
                out.mark = self.mark
                out.determined_by = c
                for other in out.constraints:
                    if other is not c and isinstance(other, Constraint) and other.output() is not out:
                        todo.append(other)
        return plan


def chain(n):
    variables = [Variable(f'v{i}', i) for i in range(n + 1)]
    for a, b in zip(variables, variables[1:]):
        Equal(a, b)
    return variables


def projection(n):
    scale, offset = Variable('scale', 10), Variable('offset', 1000)
    sources = [Variable(f's{i}', i) for i in range(n)]
    targets = [Variable(f't{i}', 0) for i in range(n)]
    for s, t in zip(sources, targets):
        Scale(s, scale, offset, t)
    return sources, targets


def run(size):
    planner = Planner()
    total = 0
    for i in range(size):
        variables = chain(60)
        plan = planner.plan(variables[0])
        for value in range(8):
            variables[0].value = value + i
            for c in plan:
                c.execute()
        total += variables[-1].value
        sources, targets = projection(20)
        for s in sources:
            for c in planner.plan(s):
                c.execute()
        total += sum(t.value for t in targets)
    return total


SHORT, LONG = 40, 1600

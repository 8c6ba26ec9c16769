def inner(x):
    return x['key'] + 1
def outer(y):
    try:
        return inner(y)
    except KeyError as e:
        raise ValueError(f'bad {y}') from e
print('before')
outer({})

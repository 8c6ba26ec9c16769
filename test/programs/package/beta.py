print('beta', __name__)
shared = 'from beta'
def back():
    from . import alpha
    return alpha.__name__

import contextlib


def fail(text):
    raise ValueError(text)


def careful():
    try:
        fail("caught by class")
    except (KeyError, ValueError):
        pass
    with contextlib.suppress(ValueError):
        try:
            fail("caught after finally")
        finally:
            pass


careful()
print("before")
fail("nobody wants me")

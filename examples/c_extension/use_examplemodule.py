"""Uses examplemodule.c, which is compiled when this file is run.

The first call makes a mistake with a reference count in C; PyXray says where.
"""
import examplemodule

print(examplemodule.__doc__)
print(examplemodule.example_func("one"))
print(examplemodule.example_func_right("two"))

try:
    examplemodule.example_func(3)
except TypeError as error:
    print("TypeError:", error)

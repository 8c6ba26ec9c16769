def first[T](l: list[T]) -> T: return l[0]
class Box[T]:
    def __init__(self, v: T): self.v = v
type Alias = list[int]
print(first([1, 2]), Box(5).v, first.__type_params__, Box.__type_params__, Alias, Alias.__value__, Box[int])

import hashlib, hmac, random
for n in (0,1,55,56,63,64,65,111,112,127,128,129,135,136,137,143,144,168,200,1000):
    d=bytes(i*7&255 for i in range(n))
    for a in sorted(hashlib.algorithms_guaranteed):
        h=hashlib.new(a,d)
        print(n,a,h.hexdigest(20) if a.startswith('shake') else h.hexdigest(), h.digest_size,h.block_size,h.name)
h=hashlib.sha256(); h.update(b'a'*100); c=h.copy(); h.update(b'b'); print(h.hexdigest(), c.hexdigest())
print(hashlib.blake2b(b'x',digest_size=20,key=b'k'*30,salt=b's',person=b'p').hexdigest(), hashlib.blake2s(b'x'*200,key=b'k').hexdigest(), hashlib.blake2b(b'a',fanout=2,depth=2,leaf_size=64,node_offset=1,node_depth=1,inner_size=32,last_node=True).hexdigest())
print(hmac.new(b'k',b'm','sha256').hexdigest())
try: hashlib.md5('x')
except Exception as e: print(type(e),e)

import binascii, base64
def t(f,*a,**k):
    try: return f(*a,**k)
    except BaseException as e: return type(e).__name__+': '+str(e)
for a in (b'abc',b'YWJj',b'YWI=',b'YWI',b'YQ==',b'YQ=',b'Y',b'YW Jj\n',b'YWJj!',b'=YWJj',b'YWJj=',b'YQ==YQ==',b'YQ==x',b'',b'====',b'Y===',b'YWI=\n',b'YW=I',b'YWJ=j'):
    print(a, t(binascii.a2b_base64,a), t(binascii.a2b_base64,a,strict_mode=True))
for a in (b'0g',b'abc',b'zz',b'AbCd','00ff','é'): print(a,t(binascii.unhexlify,a))
print(t(binascii.hexlify,b'abcdef',':',2), t(binascii.hexlify,b'abcdef','::'), t(binascii.hexlify,b'abc',sep=b'-',bytes_per_sep=-2),t(binascii.b2a_base64,b'abc',newline=False),t(binascii.b2a_base64,b''),t(binascii.a2b_base64,'é'),t(binascii.a2b_base64,1))
print(t(binascii.b2a_uu,b'hello'),t(binascii.b2a_uu,b'x'*46),t(binascii.a2b_uu,b'%:&5L;&\\\n'),t(binascii.a2b_uu,b'%:&5L'),t(binascii.a2b_uu,b'\x01'),t(binascii.b2a_uu,b'',backtick=True),t(binascii.a2b_uu,b'#86)C86)C\n'))
print(t(binascii.b2a_qp,b'a=b \n\tx'),t(binascii.b2a_qp,b'a b_c',header=True),t(binascii.b2a_qp,b'x'*80+b' \r\n.',istext=False,quotetabs=True),t(binascii.a2b_qp,b'a=3Db=\nx_y=ZZ'),t(binascii.a2b_qp,b'a_b',header=True))
print(binascii.crc32(b'abc'),binascii.crc32(b'abc',5),binascii.crc_hqx(b'abc',0), binascii.Error.__mro__, binascii.Incomplete.__mro__, binascii.crc32(b'a'*1000, -1))
for n in range(10): d=bytes(range(n)); print(base64.b64encode(d), base64.b32encode(d), base64.b85encode(d), base64.b64decode(base64.b64encode(d))==d)

import csv, io
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
for kw in (dict(delimiter=''),dict(delimiter='ab'),dict(delimiter=1),dict(delimiter=None),dict(quotechar='ab'),dict(quotechar=''),dict(quotechar=1),dict(quotechar=None),dict(quotechar=None,quoting=csv.QUOTE_ALL),dict(escapechar='xx'),dict(escapechar=1),dict(lineterminator=1),dict(lineterminator=None),dict(quoting=9),dict(quoting='x'),dict(quoting=None),dict(doublequote='x'),dict(skipinitialspace=1),dict(strict=[]),dict(delimiter='\n'),dict(delimiter='"'),dict(delimiter=' ',skipinitialspace=True),dict(escapechar='\n'),dict(quotechar=' ',skipinitialspace=True),dict(lineterminator='')):
    print(kw, t(lambda: [getattr(csv.reader([],**kw).dialect,n) for n in ('delimiter','quotechar','escapechar','lineterminator','quoting','doublequote','skipinitialspace','strict')]))
data=['a,b,c','1,"x, y",3','"q""q",\'s\',','','  lead, trail  ,x','"multi','line",z','a\\,b,c','"unterminated','"a"b,c',',,','1.5,"2",abc']
for kw in ({},dict(quotechar="'"),dict(delimiter=';'),dict(skipinitialspace=True),dict(escapechar='\\'),dict(quoting=csv.QUOTE_NONE),dict(quoting=csv.QUOTE_NONNUMERIC),dict(quoting=csv.QUOTE_STRINGS),dict(quoting=csv.QUOTE_NOTNULL),dict(strict=True),dict(doublequote=False),dict(dialect='excel-tab'),dict(dialect='unix')):
    for d in (data, data[:5], data[-2:], ['1,2,"a"'], ['a\r\nb'], ['a\nb\n'], ['x,y\n','z\n'], [b'x']):
        print(kw, t(lambda: list(csv.reader(d,**kw))))
r=csv.reader(io.StringIO('a,b\r\nc,d\r\n',newline='')); print(next(r), r.line_num, next(r), r.line_num, t(next,r), type(r.dialect))
rows=[['a',1,2.5,None,'x,y','q"q','new\nline',''],[],[''],['',''],[None],['a b',' lead'],['\\'],(1,2),'abc',{1:2}]
for kw in ({},dict(quoting=csv.QUOTE_ALL),dict(quoting=csv.QUOTE_NONNUMERIC),dict(quoting=csv.QUOTE_NONE,escapechar='\\'),dict(quoting=csv.QUOTE_NONE),dict(quoting=csv.QUOTE_STRINGS),dict(quoting=csv.QUOTE_NOTNULL),dict(doublequote=False,escapechar='\\'),dict(doublequote=False),dict(lineterminator='\n'),dict(delimiter='\t',quotechar="'"),dict(quoting=csv.QUOTE_NONE,escapechar=None,quotechar='"')):
    for row in rows+[5]:
        f=io.StringIO(newline=''); w=csv.writer(f,**kw); print(kw,row,t(w.writerow,row),repr(f.getvalue()))
f=io.StringIO(); w=csv.writer(f); print(t(w.writerows,[[1,2],[3]]), repr(f.getvalue()), t(csv.writer,1), t(csv.writer), t(csv.reader), t(csv.reader,1), t(csv.writer,f,'nope'))
csv.register_dialect('p',delimiter='|'); print(csv.list_dialects(), csv.get_dialect('p').delimiter, t(csv.get_dialect,'zz'), t(csv.register_dialect,1), t(csv.unregister_dialect,'zz'), csv.unregister_dialect('p')); print(csv.field_size_limit(), csv.field_size_limit(10), t(lambda: list(csv.reader(['x'*11]))), csv.field_size_limit(131072), t(csv.field_size_limit,'x'))
print(list(csv.DictReader(['a,b','1,2']))); f=io.StringIO(); w=csv.DictWriter(f,['a','b']); w.writeheader(); w.writerow({'a':1,'b':2}); print(repr(f.getvalue())); print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, csv.Error, csv.QUOTE_ALL)
class D(csv.Dialect): delimiter='|'; quotechar="'"; lineterminator='\n'; quoting=csv.QUOTE_MINIMAL
print(list(csv.reader(["a|'b|c'"],D)), type(csv.reader([],D())), t(setattr,csv.reader([]).dialect,'delimiter','x'))

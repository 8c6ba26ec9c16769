import asyncio, time, contextvars
async def f(n):
    await asyncio.sleep(0.01*n); print('f',n); return n*2
async def main():
    print(await asyncio.gather(f(3),f(1),f(2)))
    q=asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i); await asyncio.sleep(0)
        await q.put(None)
    async def cons():
        while (x:=await q.get()) is not None: print('got',x)
    async with asyncio.TaskGroup() as tg: tg.create_task(prod()); tg.create_task(cons())
    try: await asyncio.wait_for(asyncio.sleep(5),0.02)
    except TimeoutError as e: print('timeout',repr(e))
    r=await asyncio.to_thread(lambda: 42); print(r)
    loop=asyncio.get_running_loop(); fut=loop.create_future(); loop.call_later(0.01,fut.set_result,'done'); print(await fut)
    t=asyncio.create_task(asyncio.sleep(1)); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print('cancelled')
    async with asyncio.Lock() as l: print(l)
    try:
        async with asyncio.TaskGroup() as tg: tg.create_task(bad())
    except* ValueError as e: print(e.exceptions)
async def bad(): raise ValueError('x')
asyncio.run(main())
print('end')

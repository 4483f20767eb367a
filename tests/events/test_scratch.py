import asyncio, time
from sqlalchemy import create_engine
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from services.events.models import Table
async def test_compare(stage):
    def go(c):
        ctx = MigrationContext.configure(c, opts={"compare_type": True, "include_object": lambda o,n,t,r,cmp: not (t=="table" and r and cmp is None)})
        return compare_metadata(ctx, Table.metadata)
    async with stage.platform.services["events"].units.engine.connect() as c:
        for d in await c.run_sync(go): print("DIFF", d)
    print(sorted(Table.metadata.tables))
async def test_burst(stage, monkeypatch):
    from services.kit import deadline
    monkeypatch.setattr(deadline, "LONGEST_HOP_SECONDS", 60.0)
    for _ in range(3):
        shift = await stage.shift(capacity=10)
        times=[]
        async def one():
            t=time.perf_counter()
            try: await stage.sign_up(shift)
            except Exception as e: r=getattr(e,'reason','?')
            else: r='OK'
            times.append((time.perf_counter()-t, r))
        t=time.perf_counter()
        await asyncio.gather(*(one() for _ in range(100)))
        times.sort()
        from collections import Counter
        print("BURST total %.2f p50 %.3f p99 %.3f"%(time.perf_counter()-t, times[50][0], times[98][0]), Counter(r for _,r in times))
    shift = await stage.shift(capacity=1000)
    t=time.perf_counter()
    for _ in range(200): await stage.sign_up(shift)
    print("SEQ per sign-up ms", (time.perf_counter()-t)/200*1000)
    sem=asyncio.Semaphore(16)
    async def two():
        async with sem: await stage.sign_up(shift)
    t=time.perf_counter()
    await asyncio.gather(*(two() for _ in range(300)))
    print("SAME SHIFT throughput/s", 300/(time.perf_counter()-t))

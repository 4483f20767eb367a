"""The engine: finds who takes which shift, as a mixed-integer program. Plain data in, a plan with its reasons out.

It imports nothing of the project, reads no database, and names no person in what it explains but the one who is
asked about. `problem.py` says what goes in, `answer.py` what comes out; these modules are what others call:

    solving.py     solve: the best plan, with a bound that proves it; with progress, cancel and a time limit
    draft.py       Draft: what a plan breaks, and what is against one more assignment
    explaining.py  unfilled, why, share: why places are empty, and why people have what they have
    comparing.py   compare, check_edit: two plans beside each other
    unfair.py      cost_of_fairness: what a plan would save if load need not be fair
    repairing.py   repair: somebody drops out, and as few as possible are disturbed

For a reader who knows mixed-integer programs:

**Columns.** x[p, s, r] is 1 if person p takes role r of shift s. It exists only where the evaluator of sign-ups has
no reason against it, p is able and not away, or it is fixed. So the program has as many columns as there are
possibilities, not people times shifts.

**Rows about a person** (`hard.py`). Shifts that exclude each other (overlap, travel, rest, sequences, one a day) form a
graph, the same for all people with the same rest. Its edges are covered by cliques that cannot grow, and each is one
row "at most one" (`conflicts.py`). Hours are knapsack rows for each day, week and plan. For rules about rows of days,
y[p, d] is 1 if p works on day d: it is the column itself where only one is possible, and the sum where one shift a day
is allowed. No more than n days in a row is a window of n + 1 days; a run of l < n days is forbidden by the
row y[d-1] - y[d] - … - y[d+l-1] + y[d+l] >= 1 - l, and the same upside down for days off. Runs that touch the first or
the last day of the plan are left alone. A weekend counts as soon as one of its days does.

**Rows about a shift** (`soft.py`). In each role, those who work and the places that stay empty add up to the places;
needed places cost more when empty than the others, so they are filled first without a binary column. A presence
("somebody with first aid") has one binary column, without which the room of its shift is none. So a shift without a
first-aider stays empty, rather than that there is no plan at all.

**Costs** are whole points (`aims.py`). Fairness and hours wanted are convex and piecewise linear in a person's minutes:
continuous columns, no binaries. Fairness chooses a combination of counts of shifts by length, which is what makes the
relaxation tight (`fairness.py`). Continuity has one continuous column for each person and series that they would be new
to. Mix has one binary column for each shift. Since every cost is a multiple of some number of points, the
search may stop when the bound is less than that below the best plan (`Timetable.grain`), which is still a proof.

**Large problems.** Above 20,000 columns a narrowed problem comes first: a few people for each place (`narrowing.py`). Its best
plan starts the search over all columns, which alone can prove anything.

**Twice.** Rules are also a plain check (`rules.py`, `draft.py`), and costs a plain count (`pricing.py`). These explain
plans, check edits by hand, and repair. Tests compare model, checks and an oracle that shares nothing with them, on
thousands of problems for which every plan can be tried, and the optimum with what others have proven on public
instances.

**The same again.** HiGHS runs with one thread and a given seed, columns and rows are made in the order of the problem,
and sets are sorted before anything depends on their order. So a problem has one answer, unless time is up: then it
depends on the machine. HiGHS prints two lines with its version to the standard output when a process first uses it.
"""

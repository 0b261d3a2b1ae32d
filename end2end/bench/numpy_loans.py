"""Lays out the loans given as JSON with numpy-financial, rounded to cents as its users do; prints how fast, and how
many do not sum up. Called by libraries.ts."""

import json
import statistics
import sys
import time

import numpy
import numpy_financial


def lay_out(loan):
    rate, count, principal = loan["rate"] / 100_000 / 12, loan["installments"], loan["principal"]
    periods = numpy.arange(1, count + 1)
    interest = numpy.round(-numpy_financial.ipmt(rate, periods, count, principal), 2)
    part = numpy.round(-numpy_financial.ppmt(rate, periods, count, principal), 2)
    left = principal - numpy.cumsum(part)
    return part, interest, left


loans = json.loads(sys.argv[1])
took = []
for _ in range(8):
    start = time.perf_counter()
    laid_out = [lay_out(loan) for loan in loans]
    took.append(time.perf_counter() - start)
wrong = sum(
    int(numpy.rint(part * 100).sum()) != loan["principal"] * 100 for loan, (part, _, _) in zip(loans, laid_out)
)
print(json.dumps({"schedules": len(loans) / statistics.median(took[1:]), "wrong": wrong, "of": len(loans)}))

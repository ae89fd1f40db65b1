/**
 * What is asked of the log again and again, as Logs Insights is asked. The functions write each record of the journal as a
 * line of JSON, and one line of metrics a tick; the fields are theirs. Each line says its desk: add `filter desk = "main"` for one.
 */
export const QUERIES = {
  sizes: [
    'fields minute, desk, symbol, side, plannedUsd, intendedUsd, executedUsd, executedUsd / plannedUsd as executedOfPlanned, executedUsd / intendedUsd as fidelity',
    'filter type = "entry"',
    'sort @timestamp desc',
    'limit 200',
  ],
  margins: [
    'fields minute, desk, symbol, side, executedUsd, leverage, executedUsd / leverage as marginUsd, price, stopPrice',
    'filter type = "entry"',
    'sort @timestamp desc',
    'limit 200',
  ],
  denials: [
    'fields coalesce(code, noTrade) as reason',
    'filter type = "not-taken" or (type = "minute" and ispresent(noTrade))',
    'stats count(*) as times, latest(because) as lastly, latest(minute) as at by desk, type, reason',
    'sort times desc',
  ],
  fills: [
    'fields minute, desk, type, symbol, side, kind, qty, price, executedUsd, realisedUsd, commissionUsd, netUsd, rMultiple',
    'filter type in ["entry", "exit", "closed"] or (type = "slice" and state = "filled")',
    'sort @timestamp desc',
    'limit 500',
  ],
  ticks: [
    'filter ispresent(TickSeconds)',
    'stats count(*) as ticks, avg(TickSeconds) as meanSeconds, max(TickSeconds) as slowestSeconds by desk, role, bin(15m) as quarter',
    'sort quarter desc, desk asc, role asc',
    'limit 400',
  ],
} as const;

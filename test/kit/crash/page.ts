import type { Chapter, Crash } from './table.ts';

/** The page of all crashes. */
export const pageOf = (chapters: readonly Chapter[]): string =>
  [
    ...HEAD(chapters.reduce((sum, { crashes }) => sum + crashes.length, 0)),
    ...chapters.flatMap(chapterLines),
  ].join('\n');

const HEAD = (count: number) => [
  '# Crash points',
  '',
  `${count} times a process of the embedded desk is killed with SIGKILL at a call it makes over HTTP: to the simulated exchange, to`,
  'DynamoDB, to the Parameter Store. A new process runs the next minutes. After each of them the exchange’s own state is held against',
  'what the desk has stored: every position has a full-size, right-side, reduce-only stop; no id was sent twice and no entry is',
  'larger than intended; every trade is in one position, the sums agree to the cent, each exit and each end has its record; every',
  'order that rests belongs to an open position; no capacity is held without an order that may come.',
  '',
  '*before*: the call was sent and did not arrive. *after*: it was carried out, and its answer was not read. A read changes nothing, so',
  'it is killed once, with its answer on the way. What several minutes have alike (leases, reads) is killed once for each function.',
  '',
  '*minutes*: how many more than the very next one it took until all of that held: 0 is the very next minute. *bare*: minutes that',
  'began without a stop; 1 is a fill whose stop the dead process could not place any more. *what was done*: what those minutes’',
  'journal has that it does not have without the crash.',
  '',
  'Where it is 1 for an entry: capacity that a dead tick has reserved is given back when no tick of that minute can be alive any',
  'more, and an order that the venue does not show is believed absent at the second look. Nothing is opened with it meanwhile.',
  'Where it is 1 or 2 for an exit: what rests of a position that is over goes when its end is certain, two looks after it.',
  '',
  'Not here: the calls of a live desk alone (rights of the key), orders that the venue refuses or leaves unanswered',
  '(`test/minute`), and the daily learning, which trades nothing. This page is made by `npm run crash-points -- -u`;',
  '`npm run crash-points` holds the desk to it, and `npm run test:long` to a third of it each day.',
  '',
];

function chapterLines({ scenario, usualMinutes, crashes }: Chapter): string[] {
  const usual = usualMinutes === 0 ? [] : [`Without a crash: ${usualMinutes}.`, ''];
  return [
    `## ${scenario.says}`,
    '',
    ...usual,
    '| function | call | killed | minutes | bare | what was done |',
    '|---|---|---|---|---|---|',
    ...rowsOf(crashes).map(
      ({ role, call, killed, minutes, bare, did }) =>
        `| ${role} | ${call} | ${killed} | ${minutes} | ${bare} | ${did} |`,
    ),
    '',
  ];
}

interface Row {
  readonly role: string;
  readonly call: string;
  readonly killed: string;
  readonly minutes: string;
  readonly bare: number;
  readonly did: string;
}

/** Reads that come to the same are one row; so are the two sides of a call. */
function rowsOf(crashes: readonly Crash[]): Row[] {
  const rows: Row[] = [];
  for (const crash of crashes) {
    const { call, at } = crash;
    const row = { ...outcomeOf(crash), killed: call.writes ? at.side : 'in it' };
    const like = rows.findIndex(
      each => sameOutcome(each, row) && (call.writes ? each.call === row.call : each.killed === 'in it'),
    );
    const known = rows[like];
    if (known === undefined) rows.push(row);
    else
      rows[like] = call.writes
        ? { ...known, killed: 'before, after' }
        : { ...known, call: joined(known, row) };
  }
  return rows;
}

/** Reads run side by side, so that their order means nothing. */
const joined = (known: Row, row: Row): string => [...known.call.split(', '), row.call].toSorted().join(', ');

const outcomeOf = ({ call, minutes, did, played }: Crash): Omit<Row, 'killed'> => ({
  role: call.role,
  call: `\`${call.name}\`${call.nth === 1 ? '' : ` no. ${call.nth}`}`,
  minutes: minutes === undefined ? 'never' : String(minutes),
  bare: played.unprotectedMinutes,
  did,
});

const sameOutcome = (a: Omit<Row, 'killed'>, b: Omit<Row, 'killed'>): boolean =>
  a.role === b.role && a.minutes === b.minutes && a.bare === b.bare && a.did === b.did;

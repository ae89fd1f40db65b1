import type { ListedLimit } from '../../adapters/ssm/limit-editor.ts';
import type { Position } from '../../desk/position/position.ts';
import { minuteText } from '../../desk/words.ts';
import { tableLines } from '../../local/terminal/table.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { citedIn } from '../limits-in-force.ts';
import { paragraph, type Screen } from '../screen.ts';

/** So many trades back, the newest first. */
const TRADES = 10;

/** One limit as a trade was sized with it; version 0 is the default that stood in. */
interface UsedLimit {
  readonly name: string;
  readonly version: number;
  readonly versionNow: number;
}

interface VerifiedTrade {
  readonly id: string;
  readonly openedAt: string;
  readonly limits: readonly UsedLimit[];
}

/**
 * Which versions of the limits the last trades were sized with, beside those that hold now: an edit has arrived when the
 * trades after it name its version. A trade names the limits that its trace cites.
 */
export async function verifyLimits({ reader, limits }: Connection): Promise<Answer> {
  const { positions } = await reader.load();
  const closed = await reader.closedPositions({ newest: TRADES });
  const listed = await limits.list();
  const byId = new Map([...closed, ...positions].map(position => [position.id, position]));
  const trades = [...byId.values()]
    .toSorted((a, b) => b.openedAt - a.openedAt)
    .slice(0, TRADES)
    .map(position => verified(position, listed));
  return { json: { trades }, lines: screen => verifyLines(trades, screen) };
}

function verified({ id, openedAt, trace }: Position, listed: readonly ListedLimit[]): VerifiedTrade {
  const used = [...citedIn(trace)].map(([name, version]) => {
    const versionNow = listed.find(each => each.name === name)?.version ?? 0;
    return { name, version, versionNow };
  });
  return { id, openedAt: minuteText(openedAt), limits: used };
}

const versionText = (version: number): string => (version === 0 ? 'default' : `v${version}`);

function verifyLines(trades: readonly VerifiedTrade[], { width, paint }: Screen): readonly string[] {
  if (trades.length === 0)
    return ['no trade yet: edits hold from the next minute on, and the first trade will name their versions'];
  const columns = [
    { title: 'trade', align: 'left' },
    { title: 'opened (UTC)', align: 'left', dropRank: 1 },
    { title: 'limit', align: 'left' },
    { title: 'used', align: 'left' },
    { title: 'now', align: 'left' },
  ] as const;
  const rows = trades.flatMap(({ id, openedAt, limits }) =>
    (limits.length === 0 ? [{ name: 'none is cited', version: -1, versionNow: -1 }] : limits).map(
      ({ name, version, versionNow }, n) => {
        const older = version !== versionNow;
        return [
          { text: n === 0 ? id : '' },
          { text: n === 0 ? openedAt : '' },
          { text: name },
          { text: version < 0 ? '' : versionText(version) },
          { text: version < 0 ? '' : versionText(versionNow), ...(older ? { paint: paint.bold } : {}) },
        ];
      },
    ),
  );
  return [
    ...tableLines(columns, rows, width, paint.dim),
    ...paragraph(
      'A trade names the limits that its size was reckoned with. Where used and now differ, the limit was edited after the trade.',
      width,
    ),
  ];
}

import { minuteText } from '../../desk/words.ts';
import { tableLines } from '../../local/terminal/table.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { readBackup } from './limit-backup.ts';

/** Where the desk's limits differ from their defaults, or from a backup. @throws Refusal for a file that is none */
export async function diffLimits({ limits }: Connection, path: string | undefined): Promise<Answer> {
  const listed = await limits.list();
  const saved = path === undefined ? undefined : readBackup(path);
  const other = saved === undefined ? 'default' : `${saved.desk}, ${minuteText(Date.parse(saved.at))}`;
  const differing = listed.flatMap(limit => {
    const before = saved === undefined ? limit.default : saved.limits[limit.name];
    const { name, text, version } = limit;
    return before === text ? [] : [{ name, other: before ?? 'none', desk: text, version }];
  });
  const columns = [
    { title: 'limit', align: 'left' },
    { title: other, align: 'right' },
    { title: 'desk', align: 'right' },
    { title: 'version', align: 'left' },
  ] as const;
  return {
    json: { against: other, differing },
    lines: ({ width, paint }) =>
      differing.length === 0
        ? [`no limit differs from ${path ?? 'its default'}`]
        : tableLines(
            columns,
            differing.map(({ name, other: was, desk, version }) => [
              { text: name },
              { text: was },
              { text: desk, paint: paint.bold },
              { text: version === 0 ? '' : `v${version}` },
            ]),
            width,
            paint.dim,
          ),
  };
}

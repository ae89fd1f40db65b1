import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { MetricPoint } from '../../desk/alarms/state.ts';

/** The figures that an embedded desk's functions write into its log for CloudWatch, read as the log grows. */
export class MetricLog {
  readonly #path: string;
  #read = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** Those since the last call; all that the log holds at the first. */
  newPoints(): readonly MetricPoint[] {
    return this.#newLines().flatMap(pointsOf);
  }

  /** What the log has got since the last look. One that is shorter than it was has begun anew. */
  #newLines(): readonly string[] {
    if (!existsSync(this.#path)) return [];
    const file = openSync(this.#path, 'r');
    try {
      const { size } = fstatSync(file);
      if (size < this.#read) [this.#read, this.#rest] = [0, ''];
      const bytes = Buffer.alloc(size - this.#read);
      const got = readSync(file, bytes, 0, bytes.length, this.#read);
      this.#read += got;
      const lines = `${this.#rest}${bytes.toString('utf8', 0, got)}`.split('\n');
      this.#rest = lines.pop() ?? '';
      return lines.filter(line => line.includes('"_aws"'));
    } finally {
      closeSync(file);
    }
  }
}

/** The figures of one line in CloudWatch's embedded format; none of a line that is not whole. */
function pointsOf(line: string): readonly MetricPoint[] {
  try {
    const { _aws, ...fields } = JSON.parse(line) as {
      readonly _aws: {
        readonly Timestamp: number;
        readonly CloudWatchMetrics: readonly { readonly Metrics: readonly { readonly Name: string }[] }[];
      };
      readonly [name: string]: unknown;
    };
    return _aws.CloudWatchMetrics.flatMap(({ Metrics }) =>
      Metrics.map(({ Name }) => ({ metric: Name, at: _aws.Timestamp, value: Number(fields[Name]) })),
    );
  } catch {
    return [];
  }
}

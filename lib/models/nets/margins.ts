import type { Windows } from '../windows.ts';
import type { NamedTensors, Work } from '../work.ts';

/** Rows asked for at once: enough to keep a core busy, little enough to stay in its memory. */
const CHUNK = 256;

/** The margins a graph gives some windows; `beside` is fed with each chunk. */
export function* marginsOfWindows(
  graph: Uint8Array,
  windows: Windows,
  beside: NamedTensors = {},
): Work<Float32Array> {
  const margins = new Float32Array(windows.rows);
  const size = windows.bars * windows.channels;
  for (let from = 0; from < windows.rows; from += CHUNK) {
    const rows = Math.min(CHUNK, windows.rows - from);
    const values = new Float32Array(rows * size);
    for (let n = 0; n < rows; n += 1) windows.write(from + n, values, n * size);
    const shape = [rows, windows.bars, windows.channels];
    const { margin } = yield { type: 'run', graph, feeds: { ...beside, windows: { shape, values } } };
    if (margin?.values.length !== rows) throw new Error(`${margin?.values.length} margins for ${rows} rows`);
    margins.set(margin.values, from);
  }
  return margins;
}

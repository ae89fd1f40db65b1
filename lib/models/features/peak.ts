import { type BarView, type FeatureGroup, mean, ratio } from './bar.ts';
import { marksOf } from './marks.ts';

const PEAK_BARS = 32;
const BEFORE_BARS = 32;
/** Further out than this a move is as good as any other. */
const MOST = 8;

/**
 * The bar of the last 32 that moved furthest on more than the usual volume: its move times the log of its volume's
 * share (`flow`, as the nets have it), its move against the ranges of the 32 bars before it, how many bars ago it was, its
 * volume and the mean since against the mean before, and the return since. Volumes take the sign of the move: it takes a
 * tree one split, and not two, to tell a loud rise from the rest.
 */
export const PEAK: FeatureGroup = {
  names: [
    'peak-flow-32',
    'peak-move-32',
    'peak-volume-32',
    'peak-age-32',
    'peak-volume-since-32',
    'peak-return-since-32',
  ],
  write(bar, out, at) {
    const { series, i, wilder } = bar;
    const { move, range } = marksOf(series);
    const [peak, flow] = peakOf(bar, move);
    if (peak < 0) {
      out.fill(Number.NaN, at, at + 6);
      return;
    }
    const { logClose, volume } = series;
    const side = Math.sign(flow);
    const before = mean(volume, peak - BEFORE_BARS, peak - 1);
    out[at] = flow;
    out[at + 1] = ratio(move[peak] as number, mean(range, peak - BEFORE_BARS, peak - 1));
    out[at + 2] = ratio(volume[peak] as number, before) * side;
    out[at + 3] = i - peak;
    out[at + 4] = peak < i ? ratio(mean(volume, peak + 1, i), before) * side : Number.NaN;
    out[at + 5] = ratio((logClose[i] as number) - (logClose[peak] as number), wilder.atrFraction);
  },
};

/** The peak's place and flow; -1 where no bar moved on more than the usual volume. Both are measured by the window's bars. */
function peakOf({ series, i, from }: BarView, move: Float64Array): readonly [place: number, flow: number] {
  let squares = 0;
  for (let k = from; k <= i; k += 1) squares += (move[k] as number) ** 2;
  const usual = Math.sqrt(squares / (i - from + 1));
  const traded = mean(series.volume, from, i);
  let [place, most] = [-1, 0];
  for (let k = i; k > i - PEAK_BARS; k -= 1) {
    const volume = series.volume[k] as number;
    if (!(volume > traded)) continue;
    const moved = Math.min(Math.max(ratio(move[k] as number, usual), -MOST), MOST);
    const flow = moved * Math.log(volume / traded);
    if (Math.abs(flow) > Math.abs(most)) [place, most] = [k, flow];
  }
  return [place, most];
}

import { deviation, type FeatureGroup, mean, ratio } from './bar.ts';

export const RETURN_LAGS = [1, 2, 4, 8, 16, 32, 64, 96] as const;

/** Log returns over many lags, in the ATR that a walk of that length would cover. */
export const RETURNS: FeatureGroup = {
  names: RETURN_LAGS.map(lag => `return-${lag}`),
  write({ series: { logClose }, i, wilder }, out, at) {
    RETURN_LAGS.forEach((lag, k) => {
      const moved = (logClose[i] as number) - (logClose[i - lag] as number);
      out[at + k] = ratio(moved, wilder.atrFraction * Math.sqrt(lag));
    });
  },
};

/** How much the coin moves, against its own past and in itself. */
export const VOLATILITY: FeatureGroup = {
  names: ['atr-fraction', 'range-trend', 'deviation-96'],
  write({ series: { high, low, close, logClose }, i, wilder }, out, at) {
    let ranges = 0;
    let squares = 0;
    for (let k = i - 95; k <= i; k += 1) {
      ranges += ((high[k] as number) - (low[k] as number)) / (close[k] as number);
      squares += ((logClose[k] as number) - (logClose[k - 1] as number)) ** 2;
    }
    out[at] = wilder.atrFraction;
    out[at + 1] = ratio(wilder.atrFraction, ranges / 96);
    out[at + 2] = ratio(Math.sqrt(squares / 96), wilder.atrFraction);
  },
};

export const MOMENTUM: FeatureGroup = {
  names: ['rsi-14', 'adx-14', 'direction-14'],
  write({ wilder }, out, at) {
    out[at] = wilder.rsi;
    out[at + 1] = wilder.adx;
    out[at + 2] = wilder.direction;
  },
};

/** Place between the Bollinger bands (two deviations over 20 bars: -1 to 1 inside them), and their width in ATR. */
export const BOLLINGER: FeatureGroup = {
  names: ['bollinger-position-20', 'bollinger-width-20'],
  write({ series: { close }, i, wilder }, out, at) {
    const average = mean(close, i - 19, i);
    const spread = 2 * deviation(close, i - 19, i, average);
    out[at] = ratio((close[i] as number) - average, spread);
    out[at + 1] = ratio((2 * spread) / average, wilder.atrFraction);
  },
};

/** The signal bar itself. */
export const SHAPE: FeatureGroup = {
  names: ['range-1', 'body-1', 'close-position-1'],
  write({ series: { open, high, low, close }, i, wilder }, out, at) {
    const range = (high[i] as number) - (low[i] as number);
    out[at] = ratio(range / (close[i] as number), wilder.atrFraction);
    out[at + 1] = ratio((close[i] as number) - (open[i] as number), range);
    out[at + 2] = ratio((close[i] as number) - (low[i] as number), range);
  },
};

const AVERAGES = [20, 50, 100] as const;

/** Distance to moving averages, in ATR. */
export const DISTANCES: FeatureGroup = {
  names: AVERAGES.map(bars => `distance-average-${bars}`),
  write({ series: { close }, i, wilder }, out, at) {
    AVERAGES.forEach((bars, k) => {
      const average = mean(close, i - bars + 1, i);
      out[at + k] = ratio((close[i] as number) / average - 1, wilder.atrFraction);
    });
  },
};

const CHANNELS = [32, 96] as const;

/** Place between the lowest low (0) and the highest high (1) of the last bars. */
export const CHANNEL: FeatureGroup = {
  names: CHANNELS.map(bars => `channel-position-${bars}`),
  write({ series: { high, low, close }, i }, out, at) {
    CHANNELS.forEach((bars, n) => {
      let [highest, lowest] = [-Infinity, Infinity];
      for (let k = i - bars + 1; k <= i; k += 1) {
        highest = Math.max(highest, high[k] as number);
        lowest = Math.min(lowest, low[k] as number);
      }
      out[at + n] = ratio((close[i] as number) - lowest, highest - lowest);
    });
  },
};

/** Whether moves tend to go on or to turn back. */
export const PERSISTENCE: FeatureGroup = {
  names: ['autocorrelation-32', 'up-share-16'],
  write({ series: { logClose }, i }, out, at) {
    const step = (k: number) => (logClose[k] as number) - (logClose[k - 1] as number);
    const average = ((logClose[i] as number) - (logClose[i - 32] as number)) / 32;
    let [together, squares, ups] = [0, 0, 0];
    for (let k = i - 31; k <= i; k += 1) {
      const moved = step(k) - average;
      squares += moved * moved;
      if (k > i - 31) together += moved * (step(k - 1) - average);
      if (k > i - 16 && step(k) > 0) ups += 1;
    }
    out[at] = ratio(together, squares);
    out[at + 1] = ups / 16;
  },
};

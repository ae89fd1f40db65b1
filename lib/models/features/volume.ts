import { HOUR_MS } from '../../desk/units.ts';
import { lastAtOrBefore } from '../series.ts';
import { deviation, type FeatureGroup, mean, ratio } from './bar.ts';

/** Volume against its own past, and on which side it traded. */
export const VOLUME: FeatureGroup = {
  names: ['volume-z-20', 'volume-z-96', 'volume-trend', 'volume-imbalance-16'],
  write({ series: { open, close, volume }, i }, out, at) {
    const [short, long] = [mean(volume, i - 19, i), mean(volume, i - 95, i)];
    const last = volume[i] as number;
    let [signed, total] = [0, 0];
    for (let k = i - 15; k <= i; k += 1) {
      signed += (volume[k] as number) * Math.sign((close[k] as number) - (open[k] as number));
      total += volume[k] as number;
    }
    out[at] = ratio(last - short, deviation(volume, i - 19, i, short));
    out[at + 1] = ratio(last - long, deviation(volume, i - 95, i, long));
    out[at + 2] = ratio(short, long);
    out[at + 3] = ratio(signed, total);
  },
};

const SPIKE_BARS = 32;

/** The bar of the last 32 that traded most: how much, which way it went, how many bars ago. */
export const SPIKE: FeatureGroup = {
  names: ['spike-volume-32', 'spike-body-32', 'spike-age-32'],
  write({ series: { open, close, volume }, i, wilder }, out, at) {
    let spike = i - SPIKE_BARS + 1;
    for (let k = spike + 1; k <= i; k += 1) {
      if ((volume[k] as number) >= (volume[spike] as number)) spike = k;
    }
    const traded = volume[spike] as number;
    const body = (close[spike] as number) / (open[spike] as number) - 1;
    // Where nothing was traded there is no such bar.
    const known = traded > 0;
    out[at] = ratio(traded, mean(volume, i - 95, i));
    out[at + 1] = known ? ratio(body, wilder.atrFraction) : Number.NaN;
    out[at + 2] = known ? i - spike : Number.NaN;
  },
};

const FUNDING_AGE_MAX_MS = 24 * HOUR_MS;

/** The last settled rates; missing where none is known or the last is older than a day. */
export const FUNDING: FeatureGroup = {
  names: ['funding-rate', 'funding-mean-3'],
  write({ series: { funding, at: opens, barMs }, i }, out, at) {
    out[at] = Number.NaN;
    out[at + 1] = Number.NaN;
    if (funding === undefined) return;
    const close = (opens[i] as number) + barMs;
    const last = lastAtOrBefore(funding.at, close);
    if (last < 0 || close - (funding.at[last] as number) > FUNDING_AGE_MAX_MS) return;
    out[at] = funding.rate[last] as number;
    if (last >= 2) out[at + 1] = mean(funding.rate, last - 2, last);
  },
};

/** The hour at which the bar closed, as a place on the day's circle. */
export const HOUR: FeatureGroup = {
  names: ['hour-sin', 'hour-cos'],
  write({ series: { at: opens, barMs }, i }, out, at) {
    const angle = ((((opens[i] as number) + barMs) % (24 * HOUR_MS)) / (24 * HOUR_MS)) * 2 * Math.PI;
    out[at] = Math.sin(angle);
    out[at + 1] = Math.cos(angle);
  },
};

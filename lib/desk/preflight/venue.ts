import { minuteText } from '../words.ts';
import { type Check, check, type Fact } from './check.ts';

/** One exchange of time with the venue: the best of several. */
export interface ClockReading {
  readonly host: string;
  /** What it said, in milliseconds. */
  readonly serverTime: number;
  /** The venue's time less this machine's at the middle of the round trip, in milliseconds. */
  readonly aheadMs: number;
  readonly roundTripMs: number;
}

/** The venue refuses a request that is a second ahead of it, and the desk's minutes are the machine's. */
export const CLOCK_OFF_MS_MAX = 1_000;

const UNTOLD = 'the venue, which it is held against, does not answer';
const MEND_CLOCK = 'turn on the time service (timedatectl set-ntp true), then ask again';

/** This machine's clock, held against the venue's. A round trip that is long leaves half of it in doubt. */
export function clockCheck(reading: Fact<ClockReading>): Check {
  if (reading.type !== 'known') return check('clock', 'not-checked', UNTOLD);
  const { aheadMs, roundTripMs } = reading.value;
  const off = Math.round(Math.abs(aheadMs));
  const way = aheadMs > 0 ? 'behind' : 'ahead of';
  const seen = `${off} ms ${way} the venue's, give or take ${Math.round(roundTripMs / 2)} ms`;
  if (off - roundTripMs / 2 > CLOCK_OFF_MS_MAX) return check('clock', 'refused', seen, MEND_CLOCK);
  return off + roundTripMs / 2 > CLOCK_OFF_MS_MAX
    ? check('clock', 'warning', `${seen}: the answer is too slow to tell`, 'ask again')
    : check('clock', 'ok', seen);
}

/** The clock of an embedded desk is its market's: however fast that is played, the desk lives in it. */
export const marketTimeCheck = (reading: Fact<ClockReading>): Check =>
  reading.type === 'known'
    ? check('clock', 'ok', `the simulated market's own: ${minuteText(reading.value.serverTime)} UTC`)
    : check('clock', 'not-checked', UNTOLD);

const ELSEWHERE = 'ask from where the desk will run, such as AWS CloudShell in its region';

/** Whether the venue answers here. By 451 and 403 it turns places away, whatever the request. */
export function venueCheck(reading: Fact<ClockReading>, endpoint: string): Check {
  if (reading.type === 'known') {
    const { host, roundTripMs } = reading.value;
    return check('venue', 'ok', `${host} answers in ${Math.round(roundTripMs)} ms`);
  }
  const status = /\bHTTP (451|403)\b/.exec(reading.because)?.[1];
  if (status === '451')
    return check('venue', 'refused', `${endpoint}: HTTP 451, it serves nobody in this place`, ELSEWHERE);
  if (status === '403')
    return check('venue', 'refused', `${endpoint}: HTTP 403, it has shut this address out`, ELSEWHERE);
  return check(
    'venue',
    'not-checked',
    `${endpoint}: ${reading.because.replace(/^no answer from the venue: (fetch failed: )?/, '')}`,
    'look at the network and at its proxy, then ask again',
  );
}

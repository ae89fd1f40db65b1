import { describe, expect, test } from 'vitest';
import type { PositionView } from '../../../lib/desk/position/decide.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { stopForRest } from '../../../lib/desk/position/rest.ts';
import { price, qty } from '../../../lib/desk/units.ts';
import { anInstrument, NOW } from '../../kit/builders.ts';
import { aPosition } from '../../kit/positions.ts';

const leaving: Partial<Position> = {
  phase: 'reducing',
  qty: qty(4),
  exits: [{ clientId: 'x', because: 'time-stop', minute: NOW }],
};
const seen = (changes: Partial<PositionView> = {}): PositionView => ({
  minute: NOW,
  mark: price(50),
  liquidationPrice: price(0),
  resting: [],
  instrument: anInstrument(),
  flattenAll: false,
  ...changes,
});
const stop = (trigger: number, amount: number) => ({
  clientId: 'w',
  symbol: aPosition().symbol,
  side: 'sell' as const,
  type: 'stop-market' as const,
  triggerPrice: price(trigger),
  qty: qty(amount),
  reduceOnly: true,
  status: 'live' as const,
  createdAt: NOW,
});

describe('I60 what an exit left over', () => {
  test('gets a stop 3 % from the mark, wherever the planned stop stood, for what the exit was for', () => {
    expect(stopForRest(aPosition(leaving), seen())).toMatchObject({
      type: 'place',
      leg: 'working',
      triggerPrice: 48.5,
      qty: 4,
      exitKind: 'time-stop',
      because: 'the exit left 4 open',
    });
    expect(stopForRest(aPosition({ ...leaving, side: 'short' }), seen())).toMatchObject({
      triggerPrice: 51.5,
    });
  });

  test('gets it nearer where liquidation is near: half the way', () => {
    const near = seen({ liquidationPrice: price(49) });
    expect(stopForRest(aPosition(leaving), near)).toMatchObject({ triggerPrice: 49.5 });
  });

  test.each<{ says: string; position?: Partial<Position>; view?: Partial<PositionView> }>([
    { says: 'nothing is left', position: { qty: qty(0) } },
    { says: 'no exit has begun', position: { phase: 'protected' } },
    { says: 'none is written down', position: { exits: [] } },
    { says: 'liquidation is at the mark, where no stop fits', view: { liquidationPrice: price(50) } },
    { says: 'a stop that still rests covers it', view: { resting: [stop(45, 4)] } },
    { says: 'one for more than is left covers it', view: { resting: [stop(45, 9)] } },
  ])('needs none when $says', ({ position, view }) => {
    expect(stopForRest(aPosition({ ...leaving, ...position }), seen(view))).toBeUndefined();
  });

  test('needs one when what rests is for less than is left', () => {
    expect(stopForRest(aPosition(leaving), seen({ resting: [stop(45, 3)] }))).toBeDefined();
  });
});

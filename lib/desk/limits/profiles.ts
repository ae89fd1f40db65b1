/** Named sets of limits: the two plans the desk is measured by. Everything not named keeps its default. */
export const PROFILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  /** A margin of 2 % of equity at 3x, one target at twice the stop distance, up to 15 positions. */
  'math-ai': {
    'sizing/method': 'margin-fraction',
    'sizing/risk-fraction': '0.02',
    'plan/leverage-max': '3',
    'exits/ladder': '2R:1',
    'risk/positions-max': '15',
  },
  /** $600 of margin at 10x, a 3 % stop, the return-on-margin ladder, 6 positions. */
  'high-leverage': {
    'sizing/method': 'fixed-margin',
    'sizing/base-margin-usd': '600',
    'plan/leverage-max': '10',
    'plan/stop-fraction-min': '0.03',
    'plan/stop-fraction-max': '0.03',
    'exits/ladder': '0.06ROI:0.3 0.1ROI:0.3 0.15ROI:0.4',
    'risk/positions-max': '6',
  },
};

import type { Incident } from './incident.ts';

/** Incidents of models. */
export const MODELS: readonly Incident[] = [
  {
    id: 'I45',
    happened: 'rules of thumb traded in the name of models that were not there',
    removals: [
      {
        what: 'silence where nobody may vote',
        file: 'lib/models/ensemble.ts',
        from: 'if (heard.length === 0) return undefined;',
        to: '',
        test: 'test/models/ensemble.test.ts',
      },
      {
        what: 'the weight of zero without a licence',
        file: 'lib/models/ballot.ts',
        from: "licensed && seat.type !== 'licensed' ? 0 : (own?.weight ?? 0)",
        to: 'own?.weight ?? 0',
        test: 'test/models/ballot.test.ts',
      },
    ],
  },
  {
    id: 'I46',
    happened: 'a HOLD was overridden by a trade drawn from the symbol’s hash',
    removals: [
      {
        what: 'the one place that opens: another sends an order that may',
        file: 'lib/minute/exit.ts',
        from: 'reduceOnly: true,',
        to: 'reduceOnly: false,',
        test: 'test/tidy.test.ts',
      },
      {
        what: 'the vote that is worth no trade',
        file: 'lib/models/ballot.ts',
        from: '.filter(({ isWorth }) => isWorth)',
        to: '',
        test: 'test/models/ballot.test.ts',
      },
    ],
  },
  {
    id: 'I47',
    happened: 'a model was served twelve features of fourteen, or others than it had learnt',
    removals: [
      {
        what: 'the schema’s hash in the licence',
        file: 'lib/models/licence.ts',
        from: 'if (request.schemaHash !== desk.schemaHash) {',
        to: 'if (request.schemaHash === undefined) {',
        test: 'test/models/licence.test.ts',
      },
      {
        what: 'the order of the names in the hash',
        file: 'lib/models/schema.ts',
        from: "names.join('\\n')",
        to: "names.toSorted().join('\\n')",
        test: 'test/models/features.test.ts',
      },
    ],
  },
  {
    id: 'I48',
    happened: 'the order of the classes differed between models',
    removals: [
      {
        what: 'the one meaning of a label',
        file: 'lib/models/label.ts',
        from: "    case 'up':\n      return 1;\n    case 'down':\n      return 0;",
        to: "    case 'up':\n      return 0;\n    case 'down':\n      return 1;",
        test: 'test/models/label.test.ts',
      },
    ],
  },
  {
    id: 'I49',
    happened: 'a model gave 1,418 outputs, all of them one number',
    removals: [
      {
        what: 'the look whether outputs differ',
        file: 'lib/models/licence.ts',
        from: 'return n > 1 && !(highest - lowest >= CONSTANT_WITHIN);',
        to: 'return n > 1 && highest - lowest < 0;',
        test: 'test/models/licence.test.ts',
      },
    ],
  },
  {
    id: 'I50',
    happened: 'data was split over coins laid end to end, gaps were filled backwards, bars were off by one',
    removals: [
      {
        what: 'the purge: rows whose horizon reaches into the test',
        file: 'lib/models/walk-forward.ts',
        from: '(dataset.endAt[row] as number) <= by',
        to: '(dataset.at[row] as number) <= by + embargoMs',
        test: 'test/models/walk-forward.test.ts',
      },
      {
        what: 'gaps: a bar that is none is kept',
        file: 'lib/models/series.ts',
        from: 'if (!isBar(bar, barMs) || bar.at <= last) return false;',
        to: 'if (bar.at <= last) return false;',
        test: 'test/models/series.test.ts',
      },
      {
        what: 'the last bar that features may read',
        file: 'lib/models/features/own.ts',
        from: 'const bar = { series, i, from, wilder',
        to: 'const bar = { series, i: Math.min(i + 1, series.at.length - 1), from, wilder',
        test: 'test/models/features.test.ts',
      },
    ],
  },
  {
    id: 'I51',
    happened: 'a training that failed left zeros behind; the newest file was loaded, promoted or not',
    removals: [
      {
        what: 'the file’s checksum',
        file: 'lib/models/manifest.ts',
        from: 'if (found === given.checksum) return;',
        to: 'if (found.length === given.checksum.length) return;',
        test: 'test/minute/ensemble.test.ts',
      },
      {
        what: 'the promotion in the licence',
        file: 'lib/models/licence.ts',
        from: "if (!request.promoted) return { reason: 'not-promoted', because: 'it has not been promoted' };",
        to: '',
        test: 'test/minute/ensemble.test.ts',
      },
    ],
  },
  {
    id: 'I52',
    happened: 'win rates were numbers written into the code',
    removals: [
      {
        what: 'the record that grows by what came',
        file: 'lib/retrain/revalidate.ts',
        from: 'const next = revalidated(manifest, resolved, epochMs(minute));',
        to: 'const next = resolved.length < 0 ? revalidated(manifest, resolved, epochMs(minute)) : manifest;',
        test: 'test/retrain.test.ts',
      },
    ],
  },
  {
    id: 'I53',
    happened: 'each update of the learner raised an error that its caller swallowed',
    removals: [
      {
        what: 'the count of updates that failed',
        file: 'lib/retrain.ts',
        from: '          counts.ModelFaults += 1;\n',
        to: '',
        test: 'test/retrain.test.ts',
      },
      {
        what: 'the count of trades that the policy could not learn from',
        file: 'lib/minute/learn-policy.ts',
        from: '  return failed.length;',
        to: '  return 0;',
        test: 'test/minute/learn-policy.test.ts',
      },
      {
        what: 'the count of updates of the policy that failed',
        file: 'lib/minute/learn-policy.ts',
        from: 'return { failed: 1, ...(error instanceof PortError',
        to: 'return { failed: 0, ...(error instanceof PortError',
        test: 'test/minute/learn-policy.test.ts',
      },
      {
        what: 'the bug being thrown on',
        file: 'lib/retrain.ts',
        from: 'if (bugs.length > 0) throw bugs[0];',
        to: '',
        test: 'test/retrain.test.ts',
      },
    ],
  },
  {
    id: 'I54',
    happened: 'dollar tokens passed a list of three stablecoins',
    removals: [
      {
        what: 'the names that lists forget',
        file: 'lib/desk/universe/rules.ts',
        from: "  'FDUSD',\n",
        to: '',
        test: 'test/desk/universe/rules.test.ts',
      },
      {
        what: 'the range of a month',
        file: 'lib/desk/universe/rules.ts',
        from: 'if (!(range >= peg)) {',
        to: 'if (!(range >= 0)) {',
        test: 'test/desk/universe/rules.test.ts',
      },
    ],
  },
  {
    id: 'I55',
    happened: 'a coin that was listed after the training could not be predicted',
    removals: [
      {
        what: 'features free of scale',
        file: 'lib/models/features/price.ts',
        from: 'out[at] = ratio(range / (close[i] as number), wilder.atrFraction);',
        to: 'out[at] = range;',
        test: 'test/models/features.test.ts',
      },
      {
        what: 'the pool of all coins in the order of time',
        file: 'lib/models/dataset.ts',
        from: 'return [...times].toSorted((a, b) => a - b);',
        to: 'return [...times].toSorted((a, b) => b - a);',
        test: 'test/models/walk-forward.test.ts',
      },
    ],
  },
];

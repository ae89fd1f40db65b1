import { describe, expect, test } from 'vitest';
import { QUERIES } from '../../lib/stack/dashboard/queries.ts';
import { RECORDS } from '../adapters/dynamo/sample-records.ts';
import { text } from './statements.ts';
import { FUNCTIONS, resource, resourcesOf, synthesised } from './synthesised.ts';

const template = synthesised();
const EVERY_RECORD = Object.values(RECORDS);

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly alarms?: readonly string[];
    readonly yAxis?: { readonly left?: { readonly label?: string } };
    readonly metrics?: readonly (readonly unknown[])[];
    readonly query?: string;
  };
}

const { DashboardName, DashboardBody } = resource(template, 'AWS::CloudWatch::Dashboard').Properties;
const { widgets } = JSON.parse(text(DashboardBody)) as { readonly widgets: readonly Widget[] };

describe('the dashboard', () => {
  test('is one a desk, named after it', () => {
    expect(DashboardName).toBe('perpdesk-main');
  });

  test('fills each of its rows from edge to edge, and nothing lies over anything else', () => {
    const rows = new Map<number, Widget[]>();
    for (const widget of widgets) rows.set(widget.y, [...(rows.get(widget.y) ?? []), widget]);
    let top = 0;
    for (const [y, row] of [...rows].toSorted(([a], [b]) => a - b)) {
      expect(y).toBe(top);
      let left = 0;
      for (const { x, width } of row.toSorted((a, b) => a.x - b.x)) {
        expect(x).toBe(left);
        left += width;
      }
      expect(left).toBe(24);
      expect(new Set(row.map(({ height }) => height)).size).toBe(1);
      top += row[0]?.height ?? 0;
    }
  });

  test('says of each graph what it shows, in which unit, and names each line', () => {
    const graphs = widgets.filter(({ type }) => type === 'metric');
    expect(graphs.length).toBeGreaterThan(8);
    for (const { properties } of graphs) {
      expect(properties.title).toBeTruthy();
      expect(properties.yAxis?.left?.label).toBeTruthy();
      for (const metric of properties.metrics ?? [])
        expect(metric.at(-1)).toMatchObject({ label: expect.any(String) });
    }
  });

  test('shows every alarm of the desk, the composite first', () => {
    const [status] = widgets.filter(({ type }) => type === 'alarm');
    expect(status?.properties.alarms).toHaveLength(11);
    expect(status?.properties.alarms?.[0]).toMatch(/NotSafe/);
  });

  test('has every metric that an alarm of the desk’s own hangs on', () => {
    const watched = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).flatMap(each =>
      [...JSON.stringify(each).matchAll(/"MetricName":"(\w+)","Namespace":"perpdesk"/g)].map(
        ([, name]) => name,
      ),
    );
    const shown = widgets.flatMap(({ properties }) => properties.metrics ?? []).map(([, name]) => name);
    expect(watched.filter(name => !shown.includes(name))).toEqual([]);
  });
});

describe('the saved queries', () => {
  const saved = Object.values(resourcesOf(template, 'AWS::Logs::QueryDefinition')).map(
    ({ Properties }) => Properties as { Name: string; QueryString: string; LogGroupNames: unknown[] },
  );

  test('are the questions that were asked of the logs, over all functions', () => {
    expect(saved.map(({ Name }) => Name).toSorted()).toEqual(
      ['denials', 'fills', 'margins', 'sizes', 'ticks'].map(name => `perpdesk/${name}`),
    );
    for (const { LogGroupNames } of saved) expect(LogGroupNames).toHaveLength(FUNCTIONS.length);
  });

  /** Fields that functions write into their lines of metrics. */
  const METRICS = ['TickSeconds', 'role', 'desk'];
  const FIELDS = new Set([...EVERY_RECORD.flatMap(each => Object.keys(each)), ...METRICS]);
  const WORDS = new Set(
    'fields filter sort limit stats as by in and or asc desc ispresent coalesce count avg max latest bin timestamp'.split(
      ' ',
    ),
  );

  test.each(Object.entries(QUERIES))(
    '%s asks for fields that records have, and for no others',
    (_, lines) => {
      const asked = lines.join(' ').replaceAll(/"[^"]*"/g, '');
      const made = [...asked.matchAll(/\bas (\w+)/g)].map(([, name]) => name);
      const named = [...asked.matchAll(/\b[A-Za-z]\w*/g)].map(([name]) => name);
      const unknown = named.filter(name => !WORDS.has(name) && !FIELDS.has(name) && !made.includes(name));
      expect(unknown).toEqual([]);
      const types = [...lines.join(' ').matchAll(/type (?:=|in) (\[[^\]]*\]|"[^"]*")/g)].flatMap(
        ([, list = '']) => [...list.matchAll(/"([^"]+)"/g)].map(([, type]) => type),
      );
      const known = new Set<string | undefined>(EVERY_RECORD.map(({ type }) => type));
      expect(types.filter(type => !known.has(type))).toEqual([]);
    },
  );
});

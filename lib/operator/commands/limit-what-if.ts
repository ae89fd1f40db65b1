import { definitionOf } from '../../desk/limits/schema.ts';
import { ASKABLE_LIMITS, isAskable } from '../../desk/what-if/resize.ts';
import { type WhatIf, whatIf } from '../../desk/what-if/what-if.ts';
import { dayText, dollars } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { signedDollars } from '../figures.ts';
import { paragraph, type Screen } from '../screen.ts';
import { whatIfsOf } from '../what-ifs.ts';
import { tradesAndRefusals } from './price-tags.ts';

interface View extends WhatIf {
  readonly name: string;
  readonly value: number;
  readonly from: string;
  readonly to: string;
}

/** What the last days would have been with another value of a limit. Throws a Refusal for one that cannot be asked so. */
export async function limitWhatIf(connection: Connection, given: string, days: number): Promise<Answer> {
  const { name, value } = askedOf(given);
  const asked = { from: undefined, to: undefined };
  const { input, span } = await tradesAndRefusals(connection, asked, days);
  const edits = await connection.limits.history(name);
  const told = whatIf({ ...input, name, value, edits });
  if (told.trades === 0 && input.records.length === 0)
    throw new Refusal(`limits what-if: no trade was taken or refused in ${days} days`);
  const view: View = {
    name,
    value,
    from: dayText(span.from),
    to: dayText(span.to),
    ...told,
  };
  return { json: view, lines: screen => linesOf(view, screen) };
}

function askedOf(given: string) {
  const name = given.slice(0, Math.max(0, given.indexOf('=')));
  const text = whatIfsOf([given], 'limits what-if ')[name] ?? '';
  if (!isAskable(name))
    throw new Refusal(
      `limits what-if ${name}: a trace does not tell enough; replay --set ${given} does, or ask ${ASKABLE_LIMITS.join(', ')}`,
    );
  const read = definitionOf(name).parse(text);
  if ('problem' in read) throw new Refusal(`limits what-if ${name}: ${read.problem}`);
  return { name, value: Number(read.value) };
}

function linesOf(view: View, { paint, width }: Screen): readonly string[] {
  const { name, value, trades, changed, allowed, unknown, upperBounds, untraced } = view;
  return [
    paint.bold(`${name} = ${value}, ${view.from} to ${view.to}`),
    `planned   ${dollars(view.plannedUsd)}`,
    `executed  ${dollars(view.beforeUsd)} → ${dollars(view.afterUsd)}`,
    `net       ${signedDollars(view.netBeforeUsd)} → ${signedDollars(view.netAfterUsd)}`,
    ...paragraph(
      `${trades} trade${trades === 1 ? '' : 's'}, ${changed} changed; ${allowed} of these had been refused. Not known yet: ${unknown}. Upper bounds: ${upperBounds}. Without a trace, taken as they were: ${untraced}.`,
      width,
    ),
    ...view.most.map(({ id, beforeUsd, afterUsd }) => `${id}  ${dollars(beforeUsd)} → ${dollars(afterUsd)}`),
    ...view.versions.map(
      each =>
        `${each.version}: ${each.trades} trade${each.trades === 1 ? '' : 's'}, cut ${dollars(each.cutUsd)}, net ${signedDollars(each.netUsd)}`,
    ),
    ...paragraph(
      'Net, fees and funding go with the size, so that R, net over a trade’s own risk, stays as it was. Slippage is taken as it was, and so is what else was held. Minimums are not asked again, nor the daily loss.',
      width,
    ).map(paint.dim),
  ];
}

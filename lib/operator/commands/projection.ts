import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { paragraph } from '../screen.ts';
import { profitLines } from '../views/examination.ts';
import { type DoctorOptions, examined } from './doctor.ts';

/**
 * What the plan would earn per position, cycle and day at win rates of 45 to 60 %: the wins alone beside what is left of
 * them after losses, costs and funding. `connection` is the desk's, where there is one. @throws Refusal, as `doctor`; also
 * where the limits let nothing be planned
 */
export async function projection(
  connection: Connection | undefined,
  options: DoctorOptions,
): Promise<Answer> {
  const { subject, examination, asked } = await examined(connection, options);
  const { profit, measured, findings } = examination;
  if (profit === undefined) {
    const why = findings[0]?.title ?? 'nothing can be planned';
    throw new Refusal(`projection: ${why}; npm run desk -- doctor says more`);
  }
  return {
    json: { ...asked, profit, measured: measured ?? null },
    lines: screen => [
      ...paragraph(subject, screen.width).map(screen.paint.bold),
      '',
      ...profitLines(profit, measured, screen).slice(0, -1),
    ],
  };
}

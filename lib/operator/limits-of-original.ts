import type { LimitEditor } from '../adapters/ssm/limit-editor.ts';
import { Refusal } from '../local/refusal.ts';

/**
 * The limits that a twin goes by: another desk's, to be read under the twin's name and edited under its own. Who would halt
 * or resume the twin is told that this is to halt or resume the other, and is not sent there.
 */
export function limitsOfOriginal(editor: LimitEditor, twin: string, original: string): LimitEditor {
  const refuse = async (names: readonly string[]): Promise<never> => {
    if (names.some(name => name.startsWith('control/')))
      throw new Refusal(
        `${twin} is a twin and has no control/ of its own: this would hold for ${original} too. To stop the twin alone, disable the schedules of the groups perpdesk-${twin}-…; a drawdown halt of the twin alone ends only when ${original} is resumed for reasons of its own`,
      );
    throw new Refusal(
      `limits: ${twin} is a twin and goes by the limits of ${original}: give --desk ${original}`,
    );
  };
  return { ...editor, set: name => refuse([name]), setAll: texts => refuse(Object.keys(texts)) };
}

/**
 * Lets several actors through one await at a time, in an order that a number decides: whoever wraps their ports in `pass`
 * is stopped before each call, and before its answer, until it is his turn.
 */
export class Turnstile {
  #waiting: { readonly actor: string; readonly go: () => void }[] = [];

  pass(actor: string): Promise<void> {
    return new Promise(go => this.#waiting.push({ actor, go }));
  }

  /** The object with every method stopped on its way there and on its way back. */
  around<T extends object>(actor: string, port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]) => {
          await this.pass(actor);
          const answer: unknown = await Reflect.apply(method, target, given);
          await this.pass(actor);
          return answer;
        };
      },
    });
  }

  /** Runs the actors to their ends. Each bit of `schedule` says who goes next of those that wait. */
  async run<T>(schedule: number, actors: Readonly<Record<string, () => Promise<T>>>): Promise<T[]> {
    let left = Object.keys(actors).length;
    const runs = Object.values(actors).map(async act => {
      try {
        return await act();
      } finally {
        left -= 1;
      }
    });
    for (let step = 0; left > 0; step += 1) {
      await new Promise(setImmediate);
      const actor = this.#choose(Math.imul(schedule, 2_654_435_761) >>> ((step * 3) % 29));
      const next = this.#waiting.find(each => each.actor === actor);
      this.#waiting = this.#waiting.filter(each => each !== next);
      next?.go();
    }
    return await Promise.all(runs);
  }

  #choose(by: number): string | undefined {
    const actors = [...new Set(this.#waiting.map(({ actor }) => actor))].sort();
    return actors[by % actors.length];
  }
}

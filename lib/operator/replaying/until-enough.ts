/** Does a long work that can be ended: Ctrl-C once tells it that it is enough, twice ends the process. */
export async function untilEnough<Found>(work: (hasEnough: () => boolean) => Promise<Found>): Promise<Found> {
  let enough = false;
  const end = () => {
    enough = true;
  };
  process.once('SIGINT', end);
  try {
    return await work(() => enough);
  } finally {
    process.off('SIGINT', end);
  }
}

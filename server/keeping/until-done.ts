/** Takes turns until one finds nothing to do; gives how much all of them did. `told` hears after each how much it is so far. */
export async function untilDone(turn: () => Promise<number>, told?: (all: number) => void): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await turn();
    if (done === 0) return all;
    all += done;
    told?.(all);
  }
}

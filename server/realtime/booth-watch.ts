/**
 * Who looks at which booth. A booth sends views only while somebody looks: it is told when the first comes and when the
 * last goes, and anew after each connect, since it may have missed either.
 */
export interface BoothWatch {
  /** From now on this socket looks at this booth and no other; null looks at none. */
  look(socketId: string, boothId: string | null): void;
  /** The booth has connected and said hello. */
  boothCame(boothId: string): void;
}

/** `tell` gives the booth the order and says whether it was taken. */
export function createBoothWatch(tell: (boothId: string, on: boolean) => Promise<boolean>): BoothWatch {
  const lookedAt = new Map<string, string>();
  /** What each booth believes; absent is off. */
  const told = new Map<string, boolean | 'unknown'>();
  const turns = new Map<string, Promise<void>>();

  /** One order at a time to a booth, so that the last one it gets is the last one meant. */
  function settle(boothId: string): void {
    const turn = (turns.get(boothId) ?? Promise.resolve()).then(async () => {
      const on = [...lookedAt.values()].includes(boothId);
      if ((told.get(boothId) ?? false) === on) return;
      told.set(boothId, 'unknown');
      if (await tell(boothId, on)) told.set(boothId, on);
    });
    turns.set(
      boothId,
      turn.finally(() => turns.get(boothId) === turn && turns.delete(boothId)),
    );
  }

  return {
    look(socketId, boothId) {
      const before = lookedAt.get(socketId);
      if (boothId === null) lookedAt.delete(socketId);
      else lookedAt.set(socketId, boothId);
      if (before !== undefined && before !== boothId) settle(before);
      if (boothId !== null) settle(boothId);
    },
    boothCame(boothId) {
      if (told.get(boothId)) told.set(boothId, 'unknown');
      settle(boothId);
    },
  };
}

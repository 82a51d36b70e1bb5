import { type Action, type Desk, nameOf } from './alphabet.ts';

/** A renaming of the desks. */
type Renaming = ReadonlyMap<Desk, Desk>;

/**
 * Names steps (how it stood, who did what, how it stands) so that the desks' own names do not matter: they are people who can all do
 * the same. Steps that are equal but for these names have one name. Each state is renamed once, and steps are put together of the
 * numbers of states, since there are some ten times as many steps.
 */
export class StepNames {
  readonly #renamings: readonly Renaming[];
  /** By state: the numbers of what each renaming makes of it. */
  readonly #numbers = new Map<string, readonly number[]>();
  readonly #numberOf = new Map<string, number>();
  readonly #names = new Map<string, string>();

  constructor(desks: readonly Desk[]) {
    this.#renamings = permutations(desks).map((to) => new Map(desks.map((desk, i) => [desk, to[i] as Desk])));
  }

  /** @param seen and after as JSON of what anybody can see */
  nameOf(seen: string, action: Action, after: string): string {
    const from = this.#numbersOf(seen);
    const to = this.#numbersOf(after);
    const all = this.#renamings.map((names, i) => `${from[i]} ${nameOf(renamed(action, names))} ${to[i]}`);
    const name = all.sort()[0] as string;
    // One string for all steps of one name.
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, name);
    return name;
  }

  #numbersOf(seen: string): readonly number[] {
    let numbers = this.#numbers.get(seen);
    if (!numbers) {
      const value = JSON.parse(seen) as { readonly desks: readonly { readonly who: Desk }[] };
      numbers = this.#renamings.map((names) => {
        const other = renamed(value, names);
        // Desks are listed by name.
        const desks = [...other.desks].sort((x, y) => (x.who < y.who ? -1 : 1));
        return this.#numberFor(JSON.stringify({ ...other, desks }));
      });
      this.#numbers.set(seen, numbers);
    }
    return numbers;
  }

  #numberFor(text: string): number {
    const number = this.#numberOf.get(text) ?? this.#numberOf.size;
    this.#numberOf.set(text, number);
    return number;
  }
}

function renamed<T>(value: T, names: Renaming): T {
  const text = JSON.stringify(value).replace(/"([abc])"/g, (_, desk: Desk) => JSON.stringify(names.get(desk) ?? desk));
  return JSON.parse(text) as T;
}

function permutations<T>(of: readonly T[]): T[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((one, i) => permutations(of.filter((_, j) => j !== i)).map((rest) => [one, ...rest]));
}

/**
 * The name of a result in the words of `names` (`readiness.json`): `device.locker` is the locker, `locker.compartment 3` its
 * third compartment. What is not in the table stands for itself.
 */
export function readinessName(result: string, names: Readonly<Record<string, string>>): string {
  const [part = '', ...rest] = result.replace(/^device\./, '').split(' ');
  return [names[part.replaceAll('.', '-')] ?? part, ...rest].join(' ');
}

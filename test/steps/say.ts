/** One line of progress, to the terminal at once. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Time as progress shows it: `seconds(1234)` is `'1.2 s'`. */
export function seconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}

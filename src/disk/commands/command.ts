/** What every command of the CLI has in common: options, output, and errors that say what to do. */

/** Where a command reads and writes, and when and where it thinks it is. */
export interface CommandContext {
  /** The folder with dist's data files. */
  readonly dist: string;
  readonly nowMs: number;
  readonly timezone: string;
  /** `--home`: read below this home instead of the user's. */
  readonly home: string | null;
  /** `--ledger`: the ledger's file, or ':memory:'. */
  readonly ledgerFile: string | null;
  readonly isJson: boolean;
  out(text: string): void;
  err(text: string): void;
  stdin(): Promise<string>;
}

/** Options that a command takes besides the common ones: name → whether it takes a value. */
export type CommandOptions = Readonly<Record<string, 'value' | 'flag'>>;

/** One command. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  /** What it does and what its options mean, for its own --help. */
  readonly does: string;
  /** One line for the list of commands; `does` where that is one line. */
  readonly summary?: string;
  readonly options: CommandOptions;
  /** Returns the exit status: 0 done, 1 failed. */
  run(args: CommandArguments, context: CommandContext): Promise<0 | 1>;
}

/** What stood on the command line. */
export interface CommandArguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
}

/** Wrong usage: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The version of the JSON that commands print. It changes when a field changes its meaning or goes away. */
export const jsonSchema = 1;

/** Prints a value as JSON with a line break. */
export function printJson(context: CommandContext, value: unknown): void {
  context.out(`${JSON.stringify(value, null, 2)}\n`);
}

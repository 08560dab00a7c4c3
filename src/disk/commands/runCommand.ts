/** The command line: which command, which options, which exit status. */
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { isTimezone } from '../../core/format/localDay.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { count } from './count.ts';
import { doctor } from './doctor.ts';
import { models } from './models.ts';
import { price } from './price.ts';
import { readTime } from './readTime.ts';
import { report } from './report.ts';

const commands: readonly Command[] = [report, count, price, models, doctor];

/** Options that every command takes. */
const commonOptions = {
  home: 'value',
  ledger: 'value',
  timezone: 'value',
  now: 'value',
  json: 'flag',
  help: 'flag',
} as const;

/** Runs one command line; errors go to stderr. `dist` is the folder of the built files. Returns 0 done, 1 failed, 2 wrong usage. */
export async function runCommand(argv: readonly string[], dist: string): Promise<number> {
  process.stdout.on('error', onClosedPipe);
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    process.stderr.write(`meterline: there is no command ${JSON.stringify(name)}\n\n${usage()}`);
    return 2;
  }
  try {
    const { args, context } = readArguments(command, rest, dist);
    if (args.flags.has('help')) {
      process.stdout.write(usageOf(command));
      return 0;
    }
    return await command.run(args, context);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`meterline ${name}: ${error.message}\n${usageOf(command)}`);
      return 2;
    }
    process.stderr.write(`meterline ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function readArguments(command: Command, argv: readonly string[], dist: string) {
  const known = { ...commonOptions, ...command.options };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const values: Record<string, string | undefined> = {};
  const flags = new Set<string>();
  for (const [name, value] of Object.entries(parsed.values)) {
    if (typeof value === 'string') {
      values[name] = value;
    } else if (value === true) {
      flags.add(name);
    }
  }
  const timezone = values.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimezone(timezone)) {
    throw new UsageError(`--timezone ${JSON.stringify(timezone)} is not a time zone such as Europe/Berlin`);
  }
  const context: CommandContext = {
    dist,
    nowMs: values.now === undefined ? Date.now() : readTime('--now', values.now, timezone),
    timezone,
    home: values.home ?? null,
    ledgerFile: values.ledger ?? null,
    isJson: flags.has('json'),
    out: (line) => process.stdout.write(line),
    err: (line) => process.stderr.write(line),
    stdin: async () => (await buffer(process.stdin)).toString('utf8'),
  };
  return { args: { positionals: parsed.positionals, values, flags }, context };
}

/** `meterline models | head` closes the pipe early, which is no failure of ours. */
function onClosedPipe(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') {
    process.exit(0);
  }
  throw error;
}

function usage(): string {
  const lines = commands.map((command) => `  ${command.name.padEnd(9)} ${command.summary ?? command.does}`);
  return `Usage: meterline COMMAND [options]

${lines.join('\n')}

Every command takes:
  --json           machine-readable output
  --home DIR       read the agents' logs below another home, into a ledger in memory unless --ledger names one
  --ledger FILE    another ledger file, or :memory:
  --timezone TZ    the zone of days, such as Europe/Berlin
  --now ISO        the time to price at, for output that can be repeated
  --help           what a command does, and its own options
Exit status: 0 done, 1 failed, 2 wrong usage.
`;
}

function usageOf(command: Command): string {
  return `Usage: meterline ${command.usage}\n  ${command.does}\n`;
}

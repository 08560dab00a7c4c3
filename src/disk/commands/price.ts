/** `meterline price`: what given usage costs. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { priceCase } from '../../core/pricing/priceCase.ts';
import { describeFileError } from '../fileErrors.ts';
import { loadPrices } from '../prices/loadPrices.ts';
import { type Command, printJson, UsageError } from './command.ts';
import { formatTable } from './table.ts';

/** Prices an array of cases: a file, or stdin as -. A case that cannot be priced says why beside it, and fails nothing. */
export const price: Command = {
  name: 'price',
  usage: 'price FILE   (- is stdin)',
  does: 'Prices an array of usage cases.',
  options: {},
  async run({ positionals }, context) {
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) {
      throw new UsageError('name one file of cases, or - for stdin');
    }
    const cases = await readCases(file, context.stdin);
    const { index } = loadPrices(path.join(context.dist, 'prices.json'));
    const results = cases.map((item) => priceCase(index, item, context.nowMs));
    if (context.isJson) {
      printJson(context, results);
    } else {
      const rows = results.map((result) => [result.id, result.usd ?? '–', result.status, result.reason ?? '']);
      context.out(
        formatTable([{ head: 'id' }, { head: 'usd', isNumber: true }, { head: 'status' }, { head: '' }], rows),
      );
    }
    return 0;
  },
};

async function readCases(file: string, stdin: () => Promise<string>): Promise<readonly unknown[]> {
  let value: unknown;
  try {
    value = JSON.parse(file === '-' ? await stdin() : await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `not JSON: ${error.message}` : describeFileError(error);
    throw new Error(`${file}: ${reason}`);
  }
  const cases = typeof value === 'object' && value !== null && 'cases' in value ? value.cases : value;
  if (!Array.isArray(cases)) {
    throw new Error(`${file}: must hold an array of cases, or an object with one under "cases"`);
  }
  return cases;
}

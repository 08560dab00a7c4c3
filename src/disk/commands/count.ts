/** `meterline count`: tokens of files, or of stdin. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { estimateMark, formatInterval, unpricedText } from '../../core/format/marks.ts';
import { formatMoney } from '../../core/format/money.ts';
import { formatCount } from '../../core/format/tokens.ts';
import { listUsd } from '../../core/pricing/cost.ts';
import { rateSheet } from '../../core/pricing/rateSheet.ts';
import { createBpeCounter } from '../../core/tokens/bpeCounter.ts';
import { estimateTokens, type TokenCount } from '../../core/tokens/estimate.ts';
import { familyOfModel } from '../../core/tokens/family.ts';
import { attoToUsd, usdToAtto } from '../../core/units.ts';
import { noMeters, noTier } from '../../core/usage/usageRecord.ts';
import { describeFileError } from '../fileErrors.ts';
import { loadPrices } from '../prices/loadPrices.ts';
import { loadVocabularies } from '../tokens/loadVocabularies.ts';
import { type Command, printJson, UsageError } from './command.ts';
import { formatTable } from './table.ts';

/** One file's count, as JSON shows it. */
type CountRow = { file: string; model: string; listUsd: string | null } & TokenCount;

/** Counts text for a model; exact where its vocabulary is public, else an estimate with its interval. */
export const count: Command = {
  name: 'count',
  usage: 'count FILE… --model ID   (- is stdin)',
  does: 'Tokens of text and what they cost as input.',
  options: { model: 'value' },
  async run({ positionals, values }, context) {
    const { model } = values;
    if (model === undefined) {
      throw new UsageError('--model ID is missing');
    }
    if (positionals.length === 0) {
      throw new UsageError('name at least one file, or - for stdin');
    }
    const { o200k, cl100k } = await loadVocabularies(context.dist);
    const counters = { o200k: createBpeCounter(o200k), cl100k: createBpeCounter(cl100k) };
    const { index } = loadPrices(path.join(context.dist, 'prices.json'));
    const family = familyOfModel(model);
    const rows: CountRow[] = [];
    let status: 0 | 1 = 0;
    for (const file of positionals) {
      let text: string;
      try {
        // Not through a TextDecoder, which would drop a byte order mark: it is sent, so it counts.
        text = file === '-' ? await context.stdin() : (await readFile(file)).toString('utf8');
      } catch (error) {
        context.err(`meterline count: ${file}: ${describeFileError(error)}\n`);
        status = 1;
        continue;
      }
      const tokens = estimateTokens(family, { o200k: counters.o200k(text), cl100k: counters.cl100k(text) });
      const sheet = rateSheet(index, {
        provider: null,
        model,
        at: context.nowMs,
        promptTokens: tokens.tokens,
        tier: noTier,
      });
      const atto = sheet.status === 'priced' ? listUsd(sheet, { ...noMeters, input: tokens.tokens }) : null;
      rows.push({ file, model, ...tokens, listUsd: atto === null ? null : attoToUsd(atto) });
    }
    if (context.isJson) {
      printJson(context, rows);
    } else if (rows.length > 0) {
      context.out(tableOf(rows));
    }
    return status;
  },
};

function tableOf(rows: readonly CountRow[]): string {
  const columns = [
    { head: 'file' },
    { head: 'tok', isNumber: true },
    { head: '95 % interval', isNumber: true },
    { head: 'as input', isNumber: true },
    { head: 'counted with' },
  ];
  const isExact = rows.every(({ quality }) => quality === 'exact');
  const cells = rows.map(({ file, tokens, low, high, quality, listUsd, counter }) => {
    // An exact figure carries no mark.
    const mark = quality === 'exact' ? '' : estimateMark;
    return [
      file === '-' ? 'stdin' : file,
      `${mark}${formatCount(tokens)}`,
      quality === 'exact' ? '' : formatInterval(formatCount(low), formatCount(high)),
      listUsd === null ? unpricedText : `${mark}${formatMoney(usdToAtto(listUsd))}`,
      counter,
    ];
  });
  const shown = (row: readonly string[]): string[] => row.filter((_, index) => !isExact || index !== 2);
  return formatTable(
    columns.filter((_, index) => !isExact || index !== 2),
    cells.map(shown),
  );
}

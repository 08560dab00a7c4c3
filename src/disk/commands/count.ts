/** `meterline count`: tokens of files, or of stdin. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { formatMoney } from '../../core/format/money.ts';
import { formatEstimatedTokens } from '../../core/format/tokens.ts';
import { listUsd } from '../../core/pricing/cost.ts';
import { rateSheet } from '../../core/pricing/rateSheet.ts';
import { createBpeCounter } from '../../core/tokens/bpeCounter.ts';
import { estimateTokens, type TokenCount } from '../../core/tokens/estimate.ts';
import { familyOfModel } from '../../core/tokens/family.ts';
import { attoToUsd } from '../../core/units.ts';
import { noMeters, noTier } from '../../core/usage/usageRecord.ts';
import { describeFileError } from '../ingest/discover.ts';
import { loadPrices } from '../prices/loadPrices.ts';
import { loadVocabularies } from '../tokens/loadVocabularies.ts';
import { type Command, printJson, UsageError } from './command.ts';

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
    const rows: ({ file: string; model: string; listUsd: string | null } & TokenCount)[] = [];
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
      if (!context.isJson) {
        context.out(
          `${file}: ${formatEstimatedTokens(tokens.tokens, tokens.low, tokens.high)} tok · ${atto === null ? '– no price' : formatMoney(atto)} · ${tokens.counter}\n`,
        );
      }
    }
    if (context.isJson) {
      printJson(context, rows);
    }
    return status;
  },
};

/** Cases of plans that count credits by the token. */
import { plainText } from '../format/plainText.ts';
import { type AttoUsd, divideHalfUp, parseDecimal } from '../units.ts';
import { type Cost, costOfQuantities } from './cost.ts';
import type { PriceIndex } from './findCard.ts';
import { type RateSheet, rateSheet, type Unpriced, unpriced } from './rateSheet.ts';
import type { Case } from './readCase.ts';

/** A cost, and where a plan counts them, the credits that one dollar buys. */
export type CaseOutcome = (Cost & { readonly creditsPerUsd?: bigint }) | Unpriced;

/** Prices a case of kind `credit-token`: Copilot's AI credits, or Codex credits that were bought. */
export function priceCredits(index: PriceIndex, read: Case): CaseOutcome {
  switch (read.provider) {
    case 'github-copilot':
      return priceCopilot(index, read);
    case 'openai-codex':
      return priceCodex(index, read);
    default:
      return unpriced(`No credits are known for ${plainText(read.provider ?? 'an unnamed provider', 40)}.`);
  }
}

/** Copilot since 2026-06-01: a credit is $0.01, the models' vendors' rates, 10 % less when it chose the model (github/docs). */
function priceCopilot(index: PriceIndex, read: Case): CaseOutcome {
  if (/-luna$/.test(read.model) && read.usage.promptTokens > 200_000) {
    return unpriced(
      'Copilot has a bracket of its own for Luna prompts over 200,000 tokens, whose rates were not seen.',
    );
  }
  const cost = priceWith(index, read, null, (sheet) => sheet);
  if (cost.status === 'unpriced') {
    return cost;
  }
  return { ...(read.options.autoModel === true ? scale(cost, 'auto', '0.9') : cost), creditsPerUsd: 100n };
}

/** Purchased credits' factors (OpenAI help, 2026-10-08); what fast mode costs on gpt-5.5 was not seen. */
const codexFactors: Readonly<Record<string, string>> = { fast: '2', priority: '2', ultrafast: '6' };

/** Codex: 25 credits are one dollar of API list, with factors of its own for speed; a credit costs $0.04. */
function priceCodex(index: PriceIndex, read: Case): CaseOutcome {
  const { payment } = read.options;
  if (payment !== undefined && payment !== 'purchased-credits') {
    return unpriced('What the included limits of a ChatGPT plan are worth is not published.');
  }
  const speed = read.tier.serviceTier ?? '';
  const factor = Object.hasOwn(codexFactors, speed) ? codexFactors[speed] : undefined;
  if (factor !== undefined && read.model.startsWith('gpt-5.5')) {
    return unpriced('The credits of fast mode on gpt-5.5 were not seen.');
  }
  const standard = factor === undefined ? read : { ...read, tier: { ...read.tier, serviceTier: null } };
  const cost = priceWith(index, standard, 'openai', roundedCodexRate);
  if (cost.status === 'unpriced') {
    return cost;
  }
  return { ...(factor === undefined ? cost : scale(cost, speed, factor)), creditsPerUsd: 25n };
}

/** The rate card rounds 112.5 credits of gpt-5.4-mini's output to 113, which is $4.52 (codex rate card, 2026-05-13). */
function roundedCodexRate(sheet: RateSheet): RateSheet {
  const output = sheet.rates.get('output');
  if (sheet.card.model !== 'gpt-5.4-mini' || output?.rate.price !== '4.5') {
    return sheet;
  }
  const rate = { price: '4.52', per: '1000000' };
  return { ...sheet, rates: new Map(sheet.rates).set('output', { rate, factors: [], atto: parseDecimal('4.52e12') }) };
}

/** Prices a case's usage with a provider's card, its sheet adjusted first. */
export function priceWith(
  index: PriceIndex,
  read: Case,
  provider: string | null,
  adjust: (sheet: RateSheet) => RateSheet,
): Cost | Unpriced {
  const { model, usage, tier, at } = read;
  const sheet = rateSheet(index, { provider, model, at, promptTokens: usage.promptTokens, tier });
  return sheet.status === 'unpriced' ? sheet : costOfQuantities(adjust(sheet), usage.quantities);
}

function scale(cost: Cost, id: string, factor: string): Cost {
  const { num, den } = parseDecimal(factor);
  const times = (usd: AttoUsd): AttoUsd => divideHalfUp(usd * num, den);
  const lines = cost.lines.map((line) => ({
    ...line,
    factors: [...line.factors, { id, factor }],
    usd: times(line.usd),
  }));
  return { status: 'priced', usd: times(cost.usd), lines };
}

/** A stated case with its circumstances, read from JSON. */
import { plainText } from '../format/plainText.ts';
import type { EpochMs } from '../units.ts';
import { noTier, type Tier } from '../usage/usageRecord.ts';
import { type CaseUsage, readCaseUsage } from './caseUsage.ts';

/** A case that can be priced. */
export interface Case {
  readonly provider: string | null;
  readonly model: string;
  readonly usage: CaseUsage;
  readonly tier: Tier;
  readonly at: EpochMs;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Reads a case; a text is the reason why it cannot be read. A fallback is billed at the model that served it. */
export function readCase(stated: Readonly<Record<string, unknown>>, now: EpochMs): Case | string {
  const { provider, model, usage } = stated;
  const options = isObject(stated.options) ? stated.options : {};
  if (typeof model !== 'string' || !isObject(usage)) {
    return 'A case must have a model and its usage.';
  }
  const counted = readCaseUsage(usage);
  if (typeof counted === 'string') {
    return counted;
  }
  const at = typeof options.timestamp === 'string' ? Date.parse(options.timestamp) : now;
  if (Number.isNaN(at)) {
    return `The timestamp must be an ISO instant, not ${plainText(String(options.timestamp), 60)}.`;
  }
  return {
    provider: typeof provider === 'string' ? provider : null,
    model: typeof options.servedModel === 'string' ? options.servedModel : model,
    usage: counted,
    tier: readTier(options, counted.stated),
    at,
    options,
  };
}

function readTier(options: Readonly<Record<string, unknown>>, stated: CaseUsage['stated']): Tier {
  const { batch, region } = options;
  const isRegional = typeof region === 'string' && /^regional$|data-residency/.test(region);
  return {
    ...noTier,
    serviceTier: batch === true ? 'batch' : text(options.serviceTier ?? stated.serviceTier),
    speed: text(options.speed ?? stated.speed),
    geo: text(options.inferenceGeo ?? stated.geo),
    region: isRegional ? 'regional' : text(region),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Requests to an advisor model inside a response. */
import { isEmpty, type Meters, type UsageRecord } from '../../usage/usageRecord.ts';
import { asArray, asObject, asText, type Json } from '../json.ts';
import { claudeCounts, claudeMeters } from './usage.ts';

/** A second model's answer inside a response. */
export interface Advisor {
  readonly model: string;
  readonly meters: Meters;
}

/**
 * The requests to an advisor, which are billed under its own model and are in no top-level count. Items of other types add up to the
 * top level and are not read; their model may be null.
 */
export function advisorRequests(usage: Json, onBad: () => void): readonly Advisor[] {
  return asArray(usage.iterations)
    .map(asObject)
    .filter((item) => item?.type === 'advisor_message')
    .map((item) => ({ model: asText(item?.model) ?? 'unknown', meters: claudeMeters(claudeCounts(item ?? {}, onBad)) }))
    .filter(({ meters }) => !isEmpty(meters));
}

/** An advisor's request beside its response's: same call and biller, other model; the response's speed is not the advisor's. */
export function advisorRecord(record: UsageRecord, { model, meters }: Advisor): UsageRecord {
  return {
    ...record,
    model,
    meters,
    label: 'advisor',
    tier: { ...record.tier, speed: null },
    reportedUsd: null,
  };
}

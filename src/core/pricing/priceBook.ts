/** The price book: cards per provider and model, with dated rules. Data, not code: every rate is stored, none is derived. */

/** What can be charged. Token meters are per token, the two hours per hour, the rest per call. */
export type PricedMeter =
  | 'input'
  | 'output'
  | 'cache_read'
  | 'cache_write'
  | 'cache_write_5m'
  | 'cache_write_30m'
  | 'cache_write_1h'
  | 'cache_write_12h'
  | 'web_search'
  | 'file_search'
  /** Managed Agents, beside their tokens. */
  | 'session_hour'
  /** Containers of the code execution tool, over a month's free hours. */
  | 'code_execution_hour';

/** A price for `per` units, both decimal literals: { price: '4', per: '1000000' } is $4 per million. */
export interface Rate {
  readonly price: string;
  readonly per: string;
}

/** When a rule holds; every stated part must. */
export interface When {
  /** ISO instants; from is inside, until is outside. On the hour, so that hourly rollups price exactly. */
  readonly from?: string;
  readonly until?: string;
  readonly days?: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /** [start, end) pairs of 'HH:MM' in UTC, on the hour. */
  readonly timeUtc?: readonly (readonly [string, string])[];
  /** Zone in which `days` are read; UTC when absent. */
  readonly tz?: string;
  /** Length of one request's whole prompt: input and all cache tokens. */
  readonly prompt?: { readonly gt?: number; readonly gte?: number; readonly lte?: number; readonly lt?: number };
  /** serviceTier, speed, inferenceGeo, endpoint → the values that match. */
  readonly attr?: Readonly<Record<string, string | readonly string[]>>;
}

/** Rates in force under a condition. The last matching rule wins, meter by meter. */
export interface RateRule {
  readonly when?: When;
  readonly rates: Readonly<Partial<Record<PricedMeter, Rate>>>;
}

/** A factor on rates under a condition. All that match multiply. */
export interface Multiplier {
  readonly id: string;
  readonly when: When;
  readonly factor: string;
  /** Absent: all token meters. */
  readonly meters?: readonly PricedMeter[];
  /** Where the factor comes from, when it was added to a card of another source. */
  readonly source?: string;
}

/** Where a card's figures come from. */
export interface Provenance {
  readonly source: string;
  readonly url?: string;
  /** ISO date on which the source was read. */
  readonly retrieved: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** All prices of one model at one provider. */
export interface ModelCard {
  readonly provider: string;
  readonly model: string;
  /** Exact ids, in any case; with `datedSuffix` also each id followed by -YYYYMMDD or -YYYY-MM-DD. Never an open prefix. */
  readonly match: { readonly exact: readonly string[]; readonly datedSuffix?: boolean };
  readonly rules: readonly RateRule[];
  readonly multipliers?: readonly Multiplier[];
  readonly status?: 'active' | 'legacy' | 'deprecated' | 'retired' | 'limited';
  readonly provenance: Provenance;
}

/** A whole book, as it stands in dist/prices.json. */
export interface PriceBook {
  readonly schema: 1;
  readonly id: string;
  readonly updatedAt: string;
  readonly cards: readonly ModelCard[];
}

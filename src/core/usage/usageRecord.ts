/** UsageRecord: THE record that every agent's log becomes. Counts only; money is computed when it is read. */
import type { AgentId } from '../agents/agentId.ts';
import type { EpochMs, Tokens } from '../units.ts';

/**
 * How a number is known, best first. `exact`: counted by the provider and read whole. `reported`: said by the agent.
 * `calibrated`, `estimated`: from text. `partial`: known to be too low. `unpriced`: counted, but no price is known.
 */
export type Quality = 'exact' | 'reported' | 'calibrated' | 'estimated' | 'partial' | 'unpriced';

/**
 * Disjoint counts of one request: no token is in two of them, but `reasoning`, which is a part of `output`.
 * `input` excludes the cache. Cache writes that name no lifetime are `cacheWriteOther`. Web tools are calls, not tokens.
 */
export interface Meters {
  readonly input: Tokens;
  readonly cacheRead: Tokens;
  readonly cacheWrite5m: Tokens;
  readonly cacheWrite1h: Tokens;
  readonly cacheWriteOther: Tokens;
  readonly output: Tokens;
  readonly reasoning: Tokens;
  readonly webSearches: number;
  readonly webFetches: number;
}

/** Attributes that change the rate of a request, as the response stated them; null where it stated nothing. */
export interface Tier {
  /** 'standard', 'batch', 'flex', 'priority', 'fast', … */
  readonly serviceTier: string | null;
  /** Anthropic's 'fast' or 'standard'. */
  readonly speed: string | null;
  /** Anthropic's inference_geo: 'us', 'global', … */
  readonly geo: string | null;
  /** Cloud region or endpoint kind: 'us-east-1', 'regional', … */
  readonly region: string | null;
}

/** One request to a model, after an agent's own duplicates are removed. */
export interface UsageRecord {
  readonly agent: AgentId;
  /** The agent's own session id. A subagent without an id of its own stays in its parent's session. */
  readonly session: string;
  /** The session that started this one (a Codex subagent or fork), else null. */
  readonly parentSession: string | null;
  /** The subagent's label inside its session, else null. */
  readonly subagent: string | null;
  /** The model that was served and is billed; 'unknown' when the log does not say. */
  readonly model: string;
  /** The model asked for, where the log says that it differs, else null. */
  readonly requestedModel: string | null;
  /** The price-list provider where the log tells ('anthropic', 'openai', 'aws', …), else null. */
  readonly provider: string | null;
  readonly at: EpochMs;
  /** The working directory as the agent wrote it, else null. Hostile text. */
  readonly project: string | null;
  readonly branch: string | null;
  /** What the request was for, in at most 80 characters (first words of the prompt, or the tools it called). Hostile text. */
  readonly label: string | null;
  readonly meters: Meters;
  readonly tier: Tier;
  /** Cost that the agent itself wrote, in decimal dollars; kept beside ours, never added to it. */
  readonly reportedUsd: string | null;
  /** Credits that the agent itself wrote, in decimal. */
  readonly credits: string | null;
  readonly quality: Quality;
}

/**
 * All that one log row says about one request, as an upsert. Several revisions share a key; the ledger keeps the one that
 * `compareRevisions` puts last, whole, with all of its records (an advisor's request comes in the same revision).
 */
export interface UsageRevision {
  readonly agent: AgentId;
  /** Identity of the request within the agent, in the scope that the agent's rules state. */
  readonly key: string;
  /** Heavier wins (Claude: output tokens; agents whose later row simply wins: 0). */
  readonly weight: number;
  readonly at: EpochMs;
  /** Byte offset of the row in its file. */
  readonly offset: number;
  /** A copy of this scope id in a non-sidechain row makes a sidechain row a replay, which is dropped. Null: no such rule. */
  readonly replayScope: string | null;
  readonly isSidechain: boolean;
  /** Which file's claim to this request is stronger, when copies of it stand in several. */
  readonly claim: Claim;
  readonly records: readonly UsageRecord[];
}

/** A file's claim to a request that other files also hold: the earliest file wins, then the unforked, then the session's own. */
export interface Claim {
  /** Time of the first timestamped row of the file; Number.MAX_SAFE_INTEGER when none was seen yet. */
  readonly fileFirstAt: EpochMs;
  /** The session that the row says it was copied from, else null. */
  readonly forkedFrom: string | null;
  /** Whether the file is named after the row's session. */
  readonly isOwnFile: boolean;
}

/** What a log says about a session as a whole. Absent fields say nothing; later facts win, but a lower title rank never replaces a higher one. */
export interface SessionFacts {
  readonly agent: AgentId;
  readonly session: string;
  readonly title?: string;
  /** 1 first words of the prompt, 2 the agent's summary, 3 the agent's title, 4 the user's own title. */
  readonly titleRank?: 1 | 2 | 3 | 4;
  readonly parentSession?: string;
  /** The session that this one was copied from. */
  readonly forkedFrom?: string;
}

/** A line, a file or a folder that could not be read. Counted, named once, and changes no other number. */
export interface Problem {
  readonly kind: 'bad-json' | 'bad-utf8' | 'truncated' | 'unreadable' | 'too-long' | 'bad-shape';
  /** The path with the home shortened to ~. */
  readonly file: string;
  readonly offset: number;
  /** One plain sentence without any text of the log. */
  readonly message: string;
}

/** Meters with nothing in them. */
export const noMeters: Meters = {
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  cacheWriteOther: 0,
  output: 0,
  reasoning: 0,
  webSearches: 0,
  webFetches: 0,
};

/** A tier about which the log said nothing. */
export const noTier: Tier = { serviceTier: null, speed: null, geo: null, region: null };

/** The names of all meters, in the order in which tables show them. */
export const meterNames = Object.keys(noMeters) as readonly (keyof Meters)[];

/** All tokens that went in: what a price list calls the prompt's length. */
export function promptTokens(meters: Meters): Tokens {
  return meters.input + meters.cacheRead + meters.cacheWrite5m + meters.cacheWrite1h + meters.cacheWriteOther;
}

/** Tokens in and out; reasoning is inside output and web calls are not tokens. */
export function totalTokens(meters: Meters): Tokens {
  return promptTokens(meters) + meters.output;
}

/** The sum of two sets of meters. */
export function addMeters(a: Meters, b: Meters): Meters {
  return {
    input: a.input + b.input,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
    cacheWriteOther: a.cacheWriteOther + b.cacheWriteOther,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
    webSearches: a.webSearches + b.webSearches,
    webFetches: a.webFetches + b.webFetches,
  };
}

/** Whether nothing at all was counted. */
export function isEmpty(meters: Meters): boolean {
  return totalTokens(meters) === 0 && meters.webSearches === 0 && meters.webFetches === 0;
}

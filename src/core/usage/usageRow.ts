/** A sum of requests that share everything that changes a rate, and what such a sum costs. */
import type { AgentId } from '../agents/agentId.ts';
import type { AttoUsd, EpochMs, Tokens } from '../units.ts';
import type { Meters, Quality, Tier } from './usageRecord.ts';

/** Requests of one hour, or one request, with equal session, model, tier, project, quality and prompt bracket. */
export interface UsageRow {
  /** Start of the hour, or the moment of the single request. */
  readonly at: EpochMs;
  readonly agent: AgentId;
  readonly session: string;
  readonly parentSession: string | null;
  readonly model: string;
  readonly provider: string | null;
  readonly tier: Tier;
  readonly project: string | null;
  readonly quality: Quality;
  /** A prompt length that every price list treats like that of each of these requests. */
  readonly bracketTokens: Tokens;
  readonly requests: number;
  readonly meters: Meters;
}

/** One request as a row of its own. */
export interface RequestUsage extends UsageRow {
  /** The request's own identity within its agent. */
  readonly key: string;
  readonly subagent: string | null;
  readonly label: string | null;
  readonly branch: string | null;
  readonly requestedModel: string | null;
  /** What the agent itself said it cost, in decimal dollars, else null. */
  readonly reportedUsd: string | null;
  readonly credits: string | null;
}

/** The cost of a row under the user's billing. Unknown is null, never zero. */
export interface Priced {
  /** At API list. */
  readonly listUsd: AttoUsd | null;
  /** What it adds to the bill; 0n when a flat plan covers it. */
  readonly marginalUsd: AttoUsd | null;
  readonly isCovered: boolean;
  /** Why there is no price, in one sentence, else null. */
  readonly reason: string | null;
}

/** Prices a row. Pure and additive: the price of a sum is the sum of the prices. */
export type Pricer = (row: UsageRow) => Priced;

/** Random revisions of a few requests in a few files and sessions, so that all of them meet. */
import fc from 'fast-check';
import type { UsageRecord, UsageRevision } from '../../../src/core/usage/usageRecord.ts';

/** Files of the test, by their place in this list. */
export const paths = ['/logs/a.jsonl', '/logs/b.jsonl', '/logs/c.jsonl'] as const;

/** What one file says, in its order. */
export interface FileStory {
  readonly file: number;
  readonly revisions: readonly UsageRevision[];
}

const hour = 3_600_000;
const begin = Date.parse('2026-11-10T00:00:00Z');
const count = fc.oneof(fc.nat(50), fc.constantFrom(0, 127_999, 128_000, 200_000, 200_001, 272_001, 300_000));

const meters = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite5m: fc.nat(9),
  cacheWrite1h: fc.nat(9),
  cacheWriteOther: fc.nat(9),
  output: fc.nat(3),
  reasoning: fc.nat(2),
  webSearches: fc.nat(2),
  webFetches: fc.nat(2),
});

/** Models with cards, with prompt brackets, with dated and timed prices, without any. */
const model = fc.constantFrom(
  'claude-opus-4-5-20251101',
  'claude-sonnet-4-5-20250929',
  'claude-opus-5-5',
  'gpt-5.4',
  'gpt-5.6-sol',
  'gemini-2.5-pro',
  'deepseek-v4-pro',
  'grok-4',
  'nobody-knows-1',
);

const tier = fc.record({
  serviceTier: fc.constantFrom(null, 'standard', 'batch', 'priority', 'flex'),
  speed: fc.constantFrom(null, 'fast', 'standard'),
  geo: fc.constantFrom(null, 'us'),
  region: fc.constant(null),
});

const sessions = ['s0', 's1', 's2', 's3'] as const;

const record = fc.record({
  meters,
  model,
  tier,
  session: fc.constantFrom(...sessions),
  project: fc.constantFrom(null, '/p'),
});

const revision = fc.record({
  message: fc.nat(3),
  request: fc.nat(1),
  weight: fc.nat(2),
  // Near the ends of hours, where a span cuts.
  at: fc.tuple(fc.nat(4), fc.constantFrom(0, 1, 1_800_000, hour - 1)).map(([hours, ms]) => begin + hours * hour + ms),
  isSidechain: fc.boolean(),
  hasScope: fc.boolean(),
  forkedFrom: fc.constantFrom(null, null, ...sessions),
  isOwnFile: fc.boolean(),
  records: fc.array(record, { minLength: 1, maxLength: 3 }),
});

/** Files with revisions; every file is there, and its rows have one first time and growing offsets. */
export const stories: fc.Arbitrary<readonly FileStory[]> = fc
  .tuple(...paths.map(() => fc.tuple(fc.nat(1), fc.array(revision, { maxLength: 6 }))))
  .map((files) =>
    files.map(([firstAt, rows], file) => ({
      file,
      revisions: rows.map((row, index): UsageRevision => {
        const { message, request, weight, at, isSidechain, forkedFrom, isOwnFile } = row;
        const replayScope = message % 2 === 0 ? `m ${message}` : null;
        return {
          agent: 'claude',
          key: `${message} ${request}`,
          weight,
          at,
          offset: index * 100,
          replayScope,
          isSidechain,
          claim: { fileFirstAt: begin + firstAt, forkedFrom, isOwnFile },
          records: row.records.map(
            (told): UsageRecord => ({
              ...told,
              agent: 'claude',
              parentSession: null,
              subagent: null,
              requestedModel: null,
              provider: null,
              at,
              branch: null,
              label: null,
              reportedUsd: null,
              credits: null,
              quality: 'exact',
            }),
          ),
        };
      }),
    })),
  );

/** Spans whose ends fall on hours, beside them and inside them. */
export const spans = fc
  .tuple(fc.integer({ min: -1, max: 6 * 60 }), fc.nat(6 * 60), fc.constantFrom(-1, 0, 1))
  .map(([from, minutes, edge]) => ({
    fromMs: begin + from * 60_000 + edge,
    untilMs: begin + (from + minutes) * 60_000 + edge,
  }));

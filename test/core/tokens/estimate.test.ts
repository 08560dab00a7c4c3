import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { estimateTokens } from '../../../src/core/tokens/estimate.ts';
import type { TokenizerFamily } from '../../../src/core/tokens/family.ts';
import { encodings } from './encodings.ts';

const estimated: readonly TokenizerFamily[] = [
  ...(['claude-v3', 'claude-v4.7', 'gemma', 'qwen', 'deepseek', 'llama3', 'mistral-tekken', 'unknown'] as const),
];

describe('a token estimate', () => {
  it('is exact for the public vocabularies', () => {
    const counts = { o200k: 120, cl100k: 125 };
    assert.deepEqual(estimateTokens('o200k', counts), {
      ...{ tokens: 120, low: 120, high: 120, quality: 'exact', counter: 'o200k_base' },
    });
    assert.deepEqual(estimateTokens('cl100k', counts), {
      ...{ tokens: 125, low: 125, high: 125, quality: 'exact', counter: 'cl100k_base' },
    });
  });

  it('of English for Claude is the measured ratio of o200k, and says so', () => {
    const counts = { o200k: 1000, cl100k: 1000 };
    assert.deepEqual(estimateTokens('claude-v3', counts), {
      ...{ tokens: 1180, low: 1018, high: 1382, quality: 'estimated', counter: 'o200k × 1.18' },
    });
    assert.deepEqual(estimateTokens('claude-v4.7', counts), {
      ...{ tokens: 1550, low: 1138, high: 1902, quality: 'estimated', counter: 'o200k × 1.55' },
    });
  });

  it('takes text on which cl100k does much worse for another script', () => {
    assert.equal(estimateTokens('gemma', { o200k: 1000, cl100k: 1490 }).counter, 'o200k × 0.85');
    assert.equal(estimateTokens('claude-v4.7', { o200k: 1000, cl100k: 1200 }).counter, 'o200k × 1.65');
    assert.equal(estimateTokens('claude-v3', { o200k: 1000, cl100k: 2500 }).counter, 'o200k × 2.10');
  });

  it('of an unknown model is within 35 % either way', () => {
    const { tokens, low, high } = estimateTokens('unknown', { o200k: 1000, cl100k: 1000 });
    assert.deepEqual([tokens, low, high], [1000, 648, 1352]);
  });

  it('of nothing is nothing, whatever the family', () => {
    for (const family of [...estimated, 'o200k', 'cl100k'] as const) {
      const { tokens, low, high } = estimateTokens(family, { o200k: 0, cl100k: 0 });
      assert.deepEqual([tokens, low, high], [0, 0, 0], family);
    }
  });

  it('is a whole number inside its interval, at least 1 for any text', () => {
    const count = fc.integer({ min: 1, max: 2_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...estimated), count, count, (family, o200k, cl100k) => {
        const { tokens, low, high } = estimateTokens(family, { o200k, cl100k });
        assert.ok([tokens, low, high].every(Number.isInteger));
        assert.ok(1 <= low && low <= tokens && tokens <= high);
      }),
    );
  });
});

/** Third-party recordings, used where they lie and never committed. */
const recorded = '/work/shared/data/claude-token-counts';
const skip = existsSync(recorded) ? false : `needs the recorded counts in ${recorded}`;

describe('Claude intervals hold the recorded counts', { skip }, () => {
  /** The frame of a single user message in those recordings, by family. */
  const families = [
    { family: 'claude-v3', recording: 'v3', frame: 7 },
    { family: 'claude-v4.7', recording: 'v4.7', frame: 11 },
  ] as const;
  for (const { family, recording, frame } of families) {
    for (const set of ['rosetta', 'udhr']) {
      it(`of 95 % of the texts in ${set} for ${family}`, () => {
        const { [recording]: recordings } = JSON.parse(readFileSync(`${recorded}/${set}_counts.json`, 'utf8'));
        const rows = gunzipSync(readFileSync(`${recorded}/${set}.jsonl.gz`))
          .toString()
          .trim()
          .split('\n');
        const misses = rows
          .map((row) => JSON.parse(row))
          .filter(({ id, f, text }) => {
            const [o200k = 0, cl100k = 0] = encodings.map(({ count }) => count(text));
            const { low, high } = estimateTokens(family, { o200k, cl100k });
            const actual = recordings.counts[id ?? f] - frame;
            return !(low <= actual && actual <= high);
          });
        assert.ok(rows.length > 400);
        assert.ok(misses.length <= rows.length * 0.05, `${misses.length} of ${rows.length} are outside`);
      });
    }
  }
});

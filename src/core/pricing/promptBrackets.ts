/** Prompt lengths that no price tells apart, so that an hour of requests can be summed and still be priced exactly. */
import type { Tokens } from '../units.ts';

/**
 * Every length at which some price of the book changes. The length itself is a bracket of its own, because some vendors
 * compare with ≥ (xAI, OpenAI 5.x) and others with > (Anthropic, Google, OpenAI 6.x). A test holds the book to this list.
 */
export const promptEdges: readonly Tokens[] = [32_000, 100_000, 128_000, 200_000, 256_000, 272_000, 512_000];

/**
 * The shortest prompt that every price treats like this one: `promptBracket(150_000)` is 128001, `promptBracket(200_000)`
 * is 200000, `promptBracket(9)` is 0.
 */
export function promptBracket(promptTokens: Tokens): Tokens {
  let bracket = 0;
  for (const edge of promptEdges) {
    if (promptTokens < edge) {
      return bracket;
    }
    if (promptTokens === edge) {
      return edge;
    }
    bracket = edge + 1;
  }
  return bracket;
}

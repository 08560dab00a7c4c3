/** Which models exist and what they can take. Prices are elsewhere, joined by what the log says. */
import { plainText } from '../format/plainText.ts';
import type { TokenizerFamily } from '../tokens/family.ts';
import data from './data/models.json' with { type: 'json' };

/** What a vendor sells a model as, raised by evidence at most two steps; from the weakest to the strongest. */
export const capabilityOrder = ['nano', 'fast', 'balanced', 'strong', 'frontier'] as const;

/** One of `capabilityOrder`. */
export type Capability = (typeof capabilityOrder)[number];

/** One model, as of `catalogueAsOf`. Null is not known, never zero. */
export interface CatalogueModel {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** Further exact ids in lower case: other spellings, Bedrock ids, snapshots. */
  readonly aliases?: readonly string[];
  readonly tokenizer: TokenizerFamily;
  /** Tokens of input and output together. */
  readonly contextWindow: number | null;
  /** Tokens of input alone, where the vendor limits them below the window. */
  readonly maxInput: number | null;
  readonly maxOutput: number | null;
  readonly capability: Capability;
  /** 0 to 5 from independent benchmarks; null where none was seen, which is not a low score. */
  readonly evidenceTier: number | null;
  readonly state: 'active' | 'legacy' | 'deprecated' | 'retired' | 'limited' | 'unknown';
  /** The id of the model that the vendor names in its place. */
  readonly successor: string | null;
  /** Whether it may be suggested to anyone. */
  readonly suggestable: boolean;
  /** Whether a newer model takes its place; that one need not be cheaper. */
  readonly superseded: boolean;
}

/** The day on which the catalogue was gathered, YYYY-MM-DD. */
export const catalogueAsOf: string = data.asOf;

/** All models. */
export const catalogueModels = data.models as readonly CatalogueModel[];

const byId: ReadonlyMap<string, CatalogueModel> = new Map(
  catalogueModels.flatMap((model) => [model.id.toLowerCase(), ...(model.aliases ?? [])].map((id) => [id, model])),
);

/** What routes and modes add to an id, in the order in which it is taken off. */
const decorations: readonly RegExp[] = [
  /\[1m\]$/,
  /^managed-agents\//,
  /^[a-z0-9._-]+\//,
  /:(batch|free|thinking)$/,
  /^(global|us|us-gov|eu|apac|au|jp|in|ca)\./,
  /@[a-z0-9-]+$/,
  /-fast$/,
  /-(20\d{6}|20\d{2}-\d{2}-\d{2})$/,
];

/**
 * The model of an id, in any case and by any route: `findModel('us.anthropic.claude-opus-5-5')` and
 * `findModel('anthropic/claude-opus-5.5')` are Opus 5.5. Null when unknown; a longer id never matches a shorter one.
 */
export function findModel(id: string): CatalogueModel | null {
  let bare = id.trim().toLowerCase();
  for (const decoration of decorations) {
    const found = byId.get(bare);
    if (found) {
      return found;
    }
    bare = bare.replace(decoration, '');
  }
  return byId.get(bare) ?? null;
}

/** A short name to show: 'Opus 5.5', 'GPT-6.2 Sol'; an unknown id as it is, without hostile characters. */
export function modelName(id: string): string {
  return findModel(id)?.name.replace(/^(Claude|Amazon) /, '') ?? plainText(id, 80);
}

/** Models that may be suggested, those that a newer one replaced left out. */
export function suggestableModels(): readonly CatalogueModel[] {
  return catalogueModels.filter((model) => model.suggestable && !model.superseded);
}

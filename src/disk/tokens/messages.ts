/** What the token client and its worker say to each other. */
import type { PromptKind } from '../../core/prompts/promptFile.ts';
import type { TextCounts } from '../../core/tokens/bpeCounter.ts';
import type { SectionCounts, Stale, TextEdit } from '../../core/tokens/tokenClient.ts';

/** What the worker is started with. */
export interface WorkerSetup {
  /** Holds o200k.bin and cl100k.bin. */
  readonly vocabularyFolder: string;
}

/** A message that no answer is owed to. */
export type Notice =
  | { readonly type: 'open'; readonly id: string; readonly text: string }
  | {
      readonly type: 'edit';
      readonly id: string;
      readonly version: number;
      readonly edits: readonly TextEdit[];
      readonly lengthAfter: number;
    }
  | { readonly type: 'close'; readonly id: string };

/** What a request asks for. */
export type Question =
  | { readonly type: 'sections'; readonly id: string; readonly version: number; readonly kind: PromptKind }
  | { readonly type: 'count'; readonly text: string };

/** A question with the number that its answer will carry. */
export interface Request {
  readonly type: 'request';
  readonly number: number;
  readonly question: Question;
}

/** The answer to a request. `error` is a message for people. */
export type Answer =
  | { readonly number: number; readonly result: SectionCounts | Stale | TextCounts }
  | { readonly number: number; readonly error: string };

/** What an editor asks of whoever counts tokens off its own thread. */
import type { PromptKind } from '../prompts/promptFile.ts';
import type { PromptSection } from '../prompts/sections.ts';
import type { TextCounts } from './bpeCounter.ts';

/** One replacement in a document. Offsets and lengths are UTF-16 units. */
export interface TextEdit {
  readonly offset: number;
  /** How many units are taken out at `offset`. */
  readonly deleted: number;
  /** What is put there instead. */
  readonly inserted: string;
}

/** A section of a prompt file with the counts of what is sent of it. */
export interface CountedSection {
  readonly section: PromptSection;
  readonly counts: TextCounts;
}

/** All sections of a document as it was at one version. */
export interface SectionCounts {
  /** The version that was counted: later than the one asked for when edits arrived meanwhile. */
  readonly version: number;
  /** The whole file first, then its headings' sections. */
  readonly sections: readonly CountedSection[];
}

/** The counter no longer has the document as its owner knows it: `open` it again with its whole text. */
export type Stale = 'stale';

/**
 * Counts documents and texts elsewhere; no call does more here than send a message. `open`, `edit` and `close` answer nothing: what
 * went wrong with them shows as 'stale' at the next `sections`. The promises are rejected with an Error when counting is
 * impossible: no vocabularies, or the counter died twice.
 */
export interface TokenClient {
  /** Makes a document known, or replaces the text of a known one. Its version is then the one that is next named. */
  open(id: string, text: string): void;
  /**
   * Takes a change of a document to `version`. The edits are applied in the order given, each to the result of the one before;
   * `lengthAfter` is the length of the result, and a document that comes out otherwise is stale from then on.
   */
  edit(id: string, version: number, edits: readonly TextEdit[], lengthAfter: number): void;
  close(id: string): void;
  /** The sections of an open document under both vocabularies. */
  sections(id: string, version: number, kind: PromptKind): Promise<SectionCounts | Stale>;
  /** The counts of a text, all of it, with nothing taken out. */
  count(text: string): Promise<TextCounts>;
  /** Stops counting. Promises still open are rejected, and so is every later call. */
  dispose(): void;
}

/** Documents and texts under both vocabularies, counted in turns so that a long one holds up no other. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { countSections } from '../../core/prompts/countSections.ts';
import type { PromptKind } from '../../core/prompts/promptFile.ts';
import { layOutPrompt, type PromptLayout } from '../../core/prompts/sections.ts';
import {
  type CountTokens,
  createBpeCounter,
  type TextCounts,
  type Vocabularies,
} from '../../core/tokens/bpeCounter.ts';
import { createIncrementalCounter, type IncrementalCounter } from '../../core/tokens/incrementalCounter.ts';
import type { SectionCounts, Stale, TextEdit } from '../../core/tokens/tokenClient.ts';

/** The worker's side of `TokenClient`; its calls mean the same. Nothing here throws but for want of memory. */
export interface DocumentCounts {
  open(id: string, text: string): void;
  edit(id: string, version: number, edits: readonly TextEdit[], lengthAfter: number): void;
  close(id: string): void;
  sections(id: string, version: number, kind: PromptKind): Promise<SectionCounts | Stale>;
  count(text: string): Promise<TextCounts>;
}

interface Counters {
  readonly o200k: IncrementalCounter;
  readonly cl100k: IncrementalCounter;
}

interface Document extends Counters {
  /** The version that its last edit named; null before any. */
  version: number | null;
}

/** How many UTF-16 units of one text are counted before others get their turn: some 20 ms for both vocabularies. */
const unitsPerTurn = 256 * 1024;

/** Counts with vocabularies that are loaded already. */
export function createDocumentCounts(vocabularies: Vocabularies): DocumentCounts {
  const countO200k = createBpeCounter(vocabularies.o200k);
  const countCl100k = createBpeCounter(vocabularies.cl100k);
  const documents = new Map<string, Document>();
  const countersOf = (text: string): Counters => ({
    o200k: createIncrementalCounter(countO200k, text),
    cl100k: createIncrementalCounter(countCl100k, text),
  });
  return {
    open: (id, text) => {
      documents.set(id, { ...countersOf(text), version: null });
    },
    edit: (id, version, edits, lengthAfter) => {
      const document = documents.get(id);
      if (document === undefined) {
        return;
      }
      document.version = version;
      if (!applyEdits(document, edits) || document.o200k.length !== lengthAfter) {
        documents.delete(id);
      }
    },
    close: (id) => {
      documents.delete(id);
    },
    sections: async (id, version, kind) => {
      const document = documents.get(id);
      if (document === undefined || (document.version ?? version) < version) {
        return 'stale';
      }
      await countInTurns(document);
      // Closed, opened anew or found out of step while others had their turn.
      if (documents.get(id) !== document) {
        return 'stale';
      }
      const text = document.o200k.text();
      const layout = layOutPrompt(text, kind);
      const o200k = countSections(layout, countable(text, document.o200k, countO200k));
      const cl100k = countSections(layout, countable(text, document.cl100k, countCl100k));
      return { version: document.version ?? version, sections: pairUp(layout, o200k, cl100k) };
    },
    count: async (text) => {
      if (text.length <= unitsPerTurn) {
        return { o200k: countO200k(text), cl100k: countCl100k(text) };
      }
      const counters = countersOf(text);
      await countInTurns(counters);
      return { o200k: counters.o200k.total(), cl100k: counters.cl100k.total() };
    },
  };
}

/** False when an edit lies outside the text: the document is not what its owner has. */
function applyEdits(document: Document, edits: readonly TextEdit[]): boolean {
  for (const { offset, deleted, inserted } of edits) {
    if (offset < 0 || deleted < 0 || offset + deleted > document.o200k.length) {
      return false;
    }
    document.o200k.edit(offset, deleted, inserted);
    document.cl100k.edit(offset, deleted, inserted);
  }
  return true;
}

async function countInTurns({ o200k, cl100k }: Counters): Promise<void> {
  while (o200k.countSome(unitsPerTurn) || cl100k.countSome(unitsPerTurn)) {
    await nextTurn();
  }
}

function countable(text: string, counter: IncrementalCounter, countText: CountTokens) {
  return { text, countText, countRange: counter.countRange };
}

function pairUp({ sections }: PromptLayout, o200k: readonly number[], cl100k: readonly number[]) {
  return sections.map((section, at) => ({ section, counts: { o200k: o200k[at] ?? 0, cl100k: cl100k[at] ?? 0 } }));
}

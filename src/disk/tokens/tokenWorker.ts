/** The worker's entry: counts tokens off the extension host's thread. Started by `createTokenClient` with a `WorkerSetup`. */
import { parentPort, workerData } from 'node:worker_threads';
import { createDocumentCounts, type DocumentCounts } from './countDocuments.ts';
import { loadVocabularies } from './loadVocabularies.ts';
import type { Answer, Notice, Request, WorkerSetup } from './messages.ts';

const setup = workerData as WorkerSetup;

// A failure is kept and told to each request: what is missing would be missing for the next worker too.
const loaded: Promise<DocumentCounts | Error> = loadVocabularies(setup.vocabularyFolder).then(
  createDocumentCounts,
  asError,
);

parentPort?.on('message', (message: Notice | Request) => {
  void take(message);
});

async function take(message: Notice | Request): Promise<void> {
  // All that wait for one promise go on in the order in which they began, so messages keep theirs.
  const documents = await loaded;
  if (message.type === 'request') {
    parentPort?.postMessage(await answerTo(message, documents));
    return;
  }
  if (!(documents instanceof Error)) {
    note(documents, message);
  }
}

function note(documents: DocumentCounts, notice: Notice): void {
  switch (notice.type) {
    case 'open':
      documents.open(notice.id, notice.text);
      return;
    case 'edit':
      documents.edit(notice.id, notice.version, notice.edits, notice.lengthAfter);
      return;
    case 'close':
      documents.close(notice.id);
      return;
  }
}

async function answerTo({ number, question }: Request, documents: DocumentCounts | Error): Promise<Answer> {
  if (documents instanceof Error) {
    return { number, error: documents.message };
  }
  try {
    const result =
      question.type === 'count'
        ? await documents.count(question.text)
        : await documents.sections(question.id, question.version, question.kind);
    return { number, result };
  } catch (error) {
    return { number, error: asError(error).message };
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

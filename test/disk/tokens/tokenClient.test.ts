import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promptKind } from '../../../src/core/prompts/promptFile.ts';
import type { SectionCounts, Stale, TokenClient } from '../../../src/core/tokens/tokenClient.ts';
import { createTokenClient } from '../../../src/disk/tokens/tokenClient.ts';
import { encodings } from '../../core/tokens/encodings.ts';
import { nastyText, seededRandom } from '../../core/tokens/nastyText.ts';
import { withPackedFolder } from './packedFolder.ts';

const workerFile = new URL('../../../src/disk/tokens/tokenWorker.ts', import.meta.url);
const agents = promptKind('AGENTS.md') ?? assert.fail();
const steering = promptKind('.kiro/steering/a.md') ?? assert.fail();

async function withClient(
  use: (client: TokenClient, folder: string) => Promise<void>,
  worker: (folder: string) => Promise<string | URL> = async () => workerFile,
): Promise<void> {
  await withPackedFolder(async (folder) => {
    const client = createTokenClient({ workerFile: await worker(folder), vocabularyFolder: folder });
    try {
      await use(client, folder);
    } finally {
      client.dispose();
    }
  });
}

const countsOf = (text: string) => Object.fromEntries(encodings.map(({ name, count }) => [name, count(text)]));

const counted = (result: SectionCounts | Stale): SectionCounts =>
  result === 'stale' ? assert.fail('the document is stale') : result;

const wholeOf = (result: SectionCounts | Stale) => counted(result).sections[0]?.counts;

describe('a token client', () => {
  it('counts a text under both vocabularies', async () => {
    await withClient(async (client) => {
      assert.deepEqual(await client.count('hello world, 统一码'), countsOf('hello world, 统一码'));
      assert.deepEqual(await client.count(''), { o200k: 0, cl100k: 0 });
    });
  });

  it('counts the sections of a document through edits', async () => {
    await withClient(async (client) => {
      client.open('a', '# One\ntext\n## Two\nmore text\n');
      const first = counted(await client.sections('a', 1, agents));
      assert.equal(first.version, 1);
      assert.deepEqual(
        first.sections.map(({ section, counts }) => [section.line, section.title, counts]),
        [
          [0, '', countsOf('# One\ntext\n## Two\nmore text\n')],
          [0, 'One', countsOf('# One\ntext\n')],
          [2, 'Two', countsOf('## Two\nmore text\n')],
        ],
      );
      client.edit('a', 2, [{ offset: 18, deleted: 9, inserted: 'other words' }], 30);
      const second = counted(await client.sections('a', 2, agents));
      assert.equal(second.version, 2);
      assert.deepEqual(second.sections[2]?.counts, countsOf('## Two\nother words\n'));
    });
  });

  it('counts only what is sent', async () => {
    await withClient(async (client) => {
      client.open('a', '---\ninclusion: always\n---\nbody text\n');
      assert.deepEqual(wholeOf(await client.sections('a', 1, steering)), countsOf('body text\n'));
    });
  });

  it('stays exact over 200 random changes of several edits each', async () => {
    await withClient(async (client) => {
      const random = seededRandom(41);
      const below = (limit: number) => Math.floor(random() * limit);
      let text = nastyText(random, 400);
      client.open('a', text);
      for (let version = 2; version < 202; version++) {
        const edits = Array.from({ length: 1 + below(3) }, () => {
          const offset = below(text.length + 1);
          const edit = {
            offset,
            deleted: below(Math.min(30, text.length - offset) + 1),
            inserted: nastyText(random, 4),
          };
          text = text.slice(0, offset) + edit.inserted + text.slice(offset + edit.deleted);
          return edit;
        });
        client.edit('a', version, edits, text.length);
        assert.deepEqual(wholeOf(await client.sections('a', version, agents)), countsOf(text), JSON.stringify(text));
      }
    });
  });

  it('says stale for a document that is unknown, closed or out of step, until it is opened again', async () => {
    await withClient(async (client) => {
      assert.equal(await client.sections('a', 1, agents), 'stale');
      client.open('a', 'text');
      client.edit('a', 2, [{ offset: 4, deleted: 0, inserted: '!' }], 6);
      assert.equal(await client.sections('a', 2, agents), 'stale', 'another length');
      client.open('a', 'text');
      client.edit('a', 2, [{ offset: 4, deleted: 1, inserted: 'x' }], 4);
      assert.equal(await client.sections('a', 2, agents), 'stale', 'an edit outside');
      client.open('a', 'text');
      client.edit('a', 2, [{ offset: 4, deleted: 0, inserted: '!' }], 5);
      assert.equal(await client.sections('a', 3, agents), 'stale', 'a change was lost');
      client.open('a', 'text');
      assert.deepEqual(wholeOf(await client.sections('a', 3, agents)), countsOf('text'));
      client.close('a');
      assert.equal(await client.sections('a', 3, agents), 'stale', 'closed');
    });
  });

  it('answers small requests while a long text is counted', async () => {
    await withClient(async (client) => {
      await client.count('warm');
      const done: string[] = [];
      const long = 'A line of an ordinary document.\n'.repeat(200_000);
      await Promise.all([
        client.count(long).then((counts) => {
          done.push('long');
          assert.deepEqual(counts, { o200k: 200_000 * 7, cl100k: 200_000 * 7 });
        }),
        client.count('short').then(() => done.push('short')),
      ]);
      assert.deepEqual(done, ['short', 'long']);
    });
  });

  it('answers with the later version when a document was edited while it was counted', async () => {
    await withClient(async (client) => {
      const long = 'A line of an ordinary document.\n'.repeat(60_000);
      client.open('a', long);
      const asked = client.sections('a', 1, agents);
      client.edit('a', 2, [{ offset: 0, deleted: 0, inserted: 'new ' }], long.length + 4);
      const answer = counted(await asked);
      assert.equal(answer.version, 2);
      assert.deepEqual(answer.sections[0]?.counts, countsOf(`new ${long}`));
    });
  });

  it('rejects with the reason when there are no vocabularies', async () => {
    const client = createTokenClient({ workerFile, vocabularyFolder: '/nowhere' });
    try {
      client.open('a', 'text');
      await assert.rejects(client.count('x'), /cannot load the vocabulary .*(o200k|cl100k)\.bin/);
      await assert.rejects(client.sections('a', 1, agents), /cannot load the vocabulary/);
    } finally {
      client.dispose();
    }
  });

  it('rejects what is open, and every later call, when it is disposed of', async () => {
    await withClient(async (client) => {
      const open = client.count('x');
      client.dispose();
      await assert.rejects(open, /was ended/);
      client.open('a', 'text');
      await assert.rejects(client.sections('a', 1, agents), /was ended/);
    });
  });
});

describe('a token worker that dies', () => {
  /** The real worker, but for a text that ends it: the first time only, or each time. */
  const dyingWorker = (always: boolean) => async (folder: string) => {
    const file = path.join(folder, 'dyingWorker.mjs');
    const source = `
      import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      const died = ${JSON.stringify(path.join(folder, 'died'))};
      parentPort.on('message', ({ question }) => {
        if (question?.text === 'die' && (${always} || !existsSync(died))) {
          writeFileSync(died, '');
          throw new Error('planted');
        }
      });
      await import(${JSON.stringify(workerFile.href)});
    `;
    await writeFile(file, source);
    return pathToFileURL(file);
  };

  it('is started anew once, asked again, and has forgotten its documents', async () => {
    await withClient(async (client) => {
      client.open('a', 'text');
      assert.deepEqual(wholeOf(await client.sections('a', 1, agents)), countsOf('text'));
      assert.deepEqual(await client.count('die'), countsOf('die'));
      assert.equal(await client.sections('a', 1, agents), 'stale');
      client.open('a', 'text again');
      assert.deepEqual(wholeOf(await client.sections('a', 1, agents)), countsOf('text again'));
    }, dyingWorker(false));
  });

  it('and dies again is given up: every request is rejected with the reason', async () => {
    await withClient(async (client) => {
      await assert.rejects(client.count('die'), /stopped twice, last: planted/);
      await assert.rejects(client.count('x'), /stopped twice/);
      client.open('a', 'text');
      await assert.rejects(client.sections('a', 1, agents), /stopped twice/);
    }, dyingWorker(true));
  });

  it('and cannot even start is given up', async () => {
    const client = createTokenClient({ workerFile: '/nowhere/tokenWorker.cjs', vocabularyFolder: '/nowhere' });
    await assert.rejects(client.count('x'), /stopped twice/);
    client.dispose();
  });
});

/** Reads esbuild's account of the bundles and says where an import breaks a wall. */
import { isBuiltin } from 'node:module';
import type { Metafile } from 'esbuild';

/** What a layer's own files may load. `outside` is about what no bundle holds: Node's modules and vscode. */
interface Wall {
  readonly folder: string;
  readonly mayLoad: (input: string) => boolean;
  readonly mayReach: (outside: string) => boolean;
}

const isPackage = (input: string): boolean => /(?:^|\/)node_modules\//.test(input);
const isIn = (...folders: readonly string[]): ((input: string) => boolean) => {
  return (input) => isPackage(input) || folders.some((folder) => input.startsWith(folder));
};
const nothing = (): boolean => false;

const walls: readonly Wall[] = [
  { folder: 'src/core/', mayLoad: isIn('src/core/'), mayReach: nothing },
  { folder: 'src/disk/', mayLoad: isIn('src/core/', 'src/disk/'), mayReach: isBuiltin },
  {
    folder: 'src/editor/',
    mayLoad: isIn('src/core/', 'src/editor/', 'src/webview/messages.ts'),
    mayReach: (outside) => outside === 'vscode',
  },
  {
    folder: 'src/webview/',
    mayLoad: isIn('src/core/format/', 'src/core/units.ts', 'src/webview/'),
    // A style sheet's url(#…) names a pattern of its own page.
    mayReach: (outside) => outside.startsWith('#'),
  },
];

/** A wall over all files of a bundle: what must not be in it, however it got there. */
const bundles: readonly { readonly output: string; readonly mayNotHold: RegExp; readonly maxBytes: number }[] = [
  {
    output: 'dist/extension.cjs',
    // Vocabularies, prices and workers are files of their own, so that activation reads none of them.
    mayNotHold: /js-tiktoken|genai-prices|Worker\.ts$|src\/core\/pricing\/data|src\/webview\/.*page/,
    maxBytes: 200 * 1024,
  },
  { output: 'dist/tokenWorker.cjs', mayNotHold: /js-tiktoken|genai-prices|src\/webview/, maxBytes: 200 * 1024 },
  { output: 'dist/ledgerWorker.cjs', mayNotHold: /js-tiktoken|genai-prices|src\/webview/, maxBytes: 400 * 1024 },
  // The start of the CLI must load in a Node that is too old for the rest.
  { output: 'dist/cli.js', mayNotHold: /node_modules|src\/(?:core|disk|editor|webview)/, maxBytes: 20 * 1024 },
  { output: 'dist/cliMain.js', mayNotHold: /js-tiktoken|genai-prices|src\/(?:webview|editor)/, maxBytes: 600 * 1024 },
];

/** Every breach as one sentence, in the order of the account; a missing bundle or an unseen layer is one too. */
export function findBreaches(meta: Pick<Metafile, 'inputs' | 'outputs'>): string[] {
  return [...unseen(meta), ...importBreaches(meta), ...bundleBreaches(meta)];
}

function unseen({ inputs }: Pick<Metafile, 'inputs'>): string[] {
  const names = Object.keys(inputs);
  return walls
    .filter(({ folder }) => !names.some((name) => name.startsWith(folder)))
    .map(({ folder }) => `no bundle holds a file of ${folder}`);
}

function importBreaches({ inputs }: Pick<Metafile, 'inputs'>): string[] {
  return Object.entries(inputs).flatMap(([input, { imports }]) => {
    const wall = walls.find(({ folder }) => input.startsWith(folder));
    return imports.flatMap(({ path, external }) => {
      if (isPackage(input)) {
        return external ? [`the package file ${input} reaches ${path}`] : [];
      }
      if (wall === undefined || path.startsWith('<')) {
        return [];
      }
      const isFine = external ? wall.mayReach(path) : wall.mayLoad(path);
      return isFine ? [] : [`${input} ${external ? 'reaches' : 'loads'} ${path}`];
    });
  });
}

function bundleBreaches({ outputs }: Pick<Metafile, 'outputs'>): string[] {
  return bundles.flatMap(({ output, mayNotHold, maxBytes }) => {
    const found = outputs[output];
    if (found === undefined) {
      return [`${output} was not built`];
    }
    const held = Object.keys(found.inputs).filter((input) => mayNotHold.test(input));
    const size = found.bytes > maxBytes ? [`${output} has ${found.bytes} bytes, more than ${maxBytes}`] : [];
    return [...held.map((input) => `${output} holds ${input}`), ...size];
  });
}

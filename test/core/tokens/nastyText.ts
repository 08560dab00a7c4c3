/** Random texts of the things that tokenizers get wrong, the same for the same seed. */

const atoms: readonly string[] = [
  ...['a', 'e', 'word', 'Hello', 'HTML', 'camelCase', 'SCREAMING_CASE', 'x1', 'ß', 'É', 'é', 'ǅ', 'ʰ', 'Ω', 'ж', 'Ж'],
  ...["'s", "'S", "'re", "'LL", "'ſ", "'", "''", 'ſ', "it's", "WE'VE", "'d've", '’s'],
  ...['0', '12', '1234567', '٣', 'Ⅷ', '½', '𝟘', '3.14'],
  ...[
    ' ',
    '  ',
    '     ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    ' \n',
    '\n ',
    '\v',
    '\f',
    '\u0085',
    '\u00a0',
    '\u2003',
    '\u2028',
    '\u3000',
  ],
  ...['\ufeff', '\u200b', '\u200d', '\u0000', '\u001b[0m', '\ufffd', '\ud800', '\udc00', '\ud83d', '\ude00'],
  ...['\u0301', '\u0301\u0327', 'e\u0301', '\u20e3', '\u0b95\u0bcd', 'का', 'ก็', 'שָׁ', 'مُ', '한', '각'],
  ...['中', '统一码', '日本語', 'カタカナ', '𠀀', '，', '。', '「'],
  ...['😀', '👩‍💻', '🇩🇪', '👍🏽', '❤️', '𝔘', '𐐀', '𐐨'],
  ...[
    '/',
    '//',
    '/\n/',
    '!',
    '...',
    '=====',
    '{}',
    '();\n',
    '<!--',
    '-->',
    '# ',
    '```\n',
    '->',
    '€',
    '\\n',
    '"',
    '_',
    '@',
  ],
  ...['<|endoftext|>', '<|im_start|>', '<|fim_prefix|>', '<|endofprompt|>'],
  ...[
    'const x = 1;\n',
    '  return foo(bar);\n',
    'https://example.com/a?b=c',
    'dGhpcyBpcyBiYXNlNjQ=',
    '/* c */',
    'x => x',
  ],
];

/** Mulberry32: numbers from 0 up to, not including, 1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Up to `most` atoms in a row, one in eight of them repeated into a run. */
export function nastyText(random: () => number, most: number): string {
  const length = Math.floor(random() * (most + 1));
  let text = '';
  for (let at = 0; at < length; at++) {
    const atom = atoms[Math.floor(random() * atoms.length)] ?? '';
    text += random() < 0.125 ? atom.repeat(1 + Math.floor(random() * 30)) : atom;
  }
  return text;
}

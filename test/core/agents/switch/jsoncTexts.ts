/** Generated settings files: JSONC with comments in every place, both layouts, both line breaks, with and without a trailing comma. */
import fc from 'fast-check';

/** Blanks and comments that may stand between two tokens of one line or of several. */
function trivia(eol: string): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    '',
    '',
    '',
    ' ',
    '  ',
    '\t',
    eol,
    `${eol}  `,
    '/* a, "model": {} */',
    ` // it's ] }${eol}`,
    `/*${eol}*/`,
  );
  return fc.array(piece, { maxLength: 2 }).map((pieces) => pieces.join(''));
}

const values = fc.oneof(
  fc.constantFrom('1', '-2.5e3', 'true', 'null', '""', '"a // b"', '"\\u0041\\n"', '[]', '{}', '[1, 2]'),
  fc.constantFrom('{ "model": "inner" }', '[{ "model": 1 }, /* c */ 2]', '{ "allow": ["Bash(ls:*)"], "deny": [] }'),
);
const models = fc.constantFrom('"opus"', '"claude-opus-5-5"', '""', 'null', '7', '{"a": 1}');
const keys = fc.constantFrom('env', 'permissions', '$schema', 'models', 'Model', '__proto__', 'a"b', 'hooks', 'é');

/** A settings file as text. `model` is there or not; never twice. */
export const settingsTexts: fc.Arbitrary<string> = fc
  .record({
    eol: fc.constantFrom('\n', '\r\n'),
    bom: fc.constantFrom('', '', '\uFEFF'),
    others: fc.uniqueArray(fc.tuple(keys, values), { maxLength: 4, selector: ([key]) => key }),
    model: fc.option(fc.tuple(models, fc.nat(4))),
    trailingComma: fc.boolean(),
  })
  .chain(({ eol, bom, others, model, trailingComma }) => {
    const properties = others.map(([key, value]): readonly [string, string] => [JSON.stringify(key), value]);
    if (model) {
      properties.splice(Math.min(model[1], properties.length), 0, ['"model"', model[0]] as const);
    }
    const gap = trivia(eol);
    return fc.array(fc.tuple(gap, gap, gap, gap), { minLength: 6, maxLength: 6 }).map((gaps) => {
      const parts = properties.map(([key, value], index) => {
        const [a = '', b = '', c = '', d = ''] = gaps[index] ?? [];
        const comma = index < properties.length - 1 || trailingComma ? ',' : '';
        return `${a}${key}${b}:${c}${value}${d}${comma}`;
      });
      const [head = '', inside = '', tail = ''] = gaps[5] ?? [];
      return `${bom}${head}{${parts.join('')}${inside}}${tail}`;
    });
  });

/** The same, as people write it: one property to a line, strict JSON. */
export const plainSettingsTexts: fc.Arbitrary<string> = fc
  .record({
    others: fc.uniqueArray(
      fc.tuple(
        keys.filter((key) => key !== '__proto__'),
        fc.jsonValue({ maxDepth: 2 }),
      ),
      { maxLength: 5, selector: ([key]) => key },
    ),
    model: fc.option(fc.constantFrom('opus', 'claude-sonnet-5-5')),
    indent: fc.constantFrom(0, 2, 4, '\t'),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ others, model, indent, eol }) => {
    const settings = Object.fromEntries(model === null ? others : [...others, ['model', model]]);
    return JSON.stringify(settings, null, indent).replaceAll('\n', eol) + (indent === 0 ? '' : eol);
  });

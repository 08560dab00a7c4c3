/** Plain tables for terminals and pipes. */

/** A column: its head, and whether it is set to the right, as numbers are. */
export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

/** Rows under heads, columns two spaces apart, no line longer than its content. Widths count characters, not bytes. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const all = [columns.map((column) => column.head), ...rows];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => [...(row[index] ?? '')].length)));
  const lines = all.map((row) =>
    columns
      .map((column, index) => {
        const cell = row[index] ?? '';
        const pad = ' '.repeat((widths[index] ?? 0) - [...cell].length);
        return column.isNumber ? pad + cell : cell + pad;
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

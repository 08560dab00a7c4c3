/** UTF-8 without the host's encoder, which `core` may not touch. */

/** The most bytes that one UTF-16 unit can take. */
export const bytesPerUnit = 3;

/**
 * Writes `text[from .. to)` as UTF-8 into `bytes`, which must have `bytesPerUnit` bytes per unit, and returns how many it wrote.
 * A lone surrogate becomes U+FFFD, as every encoder of web strings writes it.
 */
export function encodeUtf8(text: string, from: number, to: number, bytes: Uint8Array): number {
  let written = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      bytes[written++] = unit;
      continue;
    }
    if (unit < 0x800) {
      bytes[written++] = 0xc0 | (unit >> 6);
      bytes[written++] = 0x80 | (unit & 0x3f);
      continue;
    }
    let codePoint = unit;
    if ((unit & 0xf800) === 0xd800) {
      const low = at + 1 < to ? text.charCodeAt(at + 1) : 0;
      if (unit < 0xdc00 && (low & 0xfc00) === 0xdc00) {
        codePoint = 0x1_0000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
        at++;
      } else {
        codePoint = 0xfffd;
      }
    }
    if (codePoint > 0xffff) {
      bytes[written++] = 0xf0 | (codePoint >> 18);
      bytes[written++] = 0x80 | ((codePoint >> 12) & 0x3f);
    } else {
      bytes[written++] = 0xe0 | (codePoint >> 12);
    }
    bytes[written++] = 0x80 | ((codePoint >> 6) & 0x3f);
    bytes[written++] = 0x80 | (codePoint & 0x3f);
  }
  return written;
}

/** Standard base64, read without the host's decoders, which `core` may not touch. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((character, value) => [character, value]));

/**
 * The bytes of a base64 text: `decodeBase64('IQ==')` is one byte, 0x21.
 * @throws RangeError when a character is not of the alphabet.
 */
export function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array((digits.length * 6) >> 3);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of digits) {
    const value = values.get(character);
    if (value === undefined) {
      throw new RangeError(`not base64: ${JSON.stringify(text.slice(0, 40))}`);
    }
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  return bytes;
}

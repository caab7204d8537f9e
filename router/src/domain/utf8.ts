/** The UTF-8 bytes of a text. A lone surrogate becomes U+FFFD, as in every encoder of the web platform. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return encodeBeyondAscii(text);
    bytes[i] = code;
  }
  return bytes;
}

function encodeBeyondAscii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes[length++] = point;
    else length = appendPoint(bytes, length, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
  }
  return bytes.subarray(0, length);
}

function appendPoint(bytes: Uint8Array, at: number, point: number): number {
  let length = at;
  if (point < 0x800) bytes[length++] = 0xc0 | (point >> 6);
  else if (point < 0x10000) {
    bytes[length++] = 0xe0 | (point >> 12);
    bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
  } else {
    bytes[length++] = 0xf0 | (point >> 18);
    bytes[length++] = 0x80 | ((point >> 12) & 0x3f);
    bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[length++] = 0x80 | (point & 0x3f);
  return length;
}

/**
 * The forms under which a key can come back: as it stands, as it stood in the redirect (R12), percent-decoded, and
 * form-decoded (R16), since landing pages and buyers read a query in any of these ways. Forms that no text can hold
 * (invalid UTF-8, U+0000) are left out.
 */
export function formsOfKey(key: string): string[] {
  const forms = [key, escapeBeyondAscii(key), percentDecode(key), percentDecode(key.replaceAll('+', ' '))];
  return [...new Set(forms.filter((form): form is string => form?.isWellFormed() === true && !form.includes('\0')))];
}

const escapeBeyondAscii = (text: string): string | null =>
  text.isWellFormed() ? text.replace(/[^\p{ASCII}]/gu, encodeURIComponent) : null;

const PERCENT = 0x25;

/** Malformed escapes stay as they are. @returns null when the bytes are not UTF-8 */
function percentDecode(text: string): string | null {
  if (!text.includes('%')) return text;
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  for (let i = 0; i < bytes.length; i += 1, length += 1) {
    const escaped = bytes[i] === PERCENT ? readHex(bytes, i + 1) : null;
    bytes[length] = escaped ?? bytes[i] ?? 0;
    if (escaped !== null) i += 2;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length));
  } catch {
    return null;
  }
}

function readHex(bytes: Uint8Array, at: number): number | null {
  const digits = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : null;
}

/** Longest text kept of a device, in characters: twice what DisplayString allows (RFC 2579). */
const longestText = 512

/**
 * Octets from a device as text for people, on one line: UTF-8 in composed form (NFC), so that equal names compare equal,
 * with invalid bytes replaced, and without control characters and marks that turn the order of what stands beside them
 * (UAX 9). It is not escaped for HTML or CSV; whoever writes those does that.
 */
export function readableText(octets: Buffer): string {
  if (octets.length <= longestText && isPrintable(octets)) return octets.toString('latin1').trim()
  const text = octets
    .subarray(0, longestText * 4)
    .toString('utf8')
    .normalize('NFC')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim()
  return text.length <= longestText ? text : [...text].slice(0, longestText).join('')
}

/** Whether it is nothing but letters, digits and marks of ASCII, as most names are. */
export function isPrintable(octets: Buffer): boolean {
  for (const octet of octets) if (octet < 0x20 || octet > 0x7e) return false
  return true
}

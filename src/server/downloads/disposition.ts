/**
 * The header that makes a browser save a file under this name instead of showing it. Marks that could end the header or the name are
 * replaced; names beyond ASCII go in the second form [RFC 6266].
 */
export function savedAs(fileName: string): string {
  const clean = fileName.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}"\\/;]/gu, '_').slice(0, 200) || 'file';
  const ascii = clean.replaceAll(/[^ -~]/g, '_');
  const encoded = encodeURIComponent(clean).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

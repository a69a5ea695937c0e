import { tidyText } from '../confidentiality.ts';

export const LARGEST_REPORT_MEGABYTES = 4;
export const MOST_REPORTS = 5;

const NAME_LENGTH = 120;
const ZIP = [0x50, 0x4B, 0x03, 0x04];
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2D];
/** Where an OpenDocument file says what it is: its first entry is an uncompressed file called `mimetype`. */
const OPEN_DOCUMENT_TYPE_AT = 30;

type Kind = { readonly mediaType: string; readonly holds: (bytes: Uint8Array) => boolean };

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/** The kinds of file a return may carry, by extension, each with the test that its bytes are what its name says. */
const KINDS: Readonly<Record<string, Kind>> = {
  pdf: { mediaType: 'application/pdf', holds: (bytes) => startsWith(bytes, PDF) },
  docx: { mediaType: `${OPEN_XML}.wordprocessingml.document`, holds: (bytes) => startsWith(bytes, ZIP) && includes(bytes, 'word/') },
  xlsx: { mediaType: `${OPEN_XML}.spreadsheetml.sheet`, holds: (bytes) => startsWith(bytes, ZIP) && includes(bytes, 'xl/') },
  odt: { mediaType: `${OPEN_DOCUMENT}.text`, holds: (bytes) => startsWith(bytes, ZIP) && isOpenDocument(bytes, 'text') },
  ods: { mediaType: `${OPEN_DOCUMENT}.spreadsheet`, holds: (bytes) => startsWith(bytes, ZIP) && isOpenDocument(bytes, 'spreadsheet') },
  csv: { mediaType: 'text/csv', holds: (bytes) => !bytes.includes(0) && !startsWith(bytes, ZIP) && !startsWith(bytes, PDF) && !startsWith(bytes, [0x4D, 0x5A]) },
};

export const REPORT_EXTENSIONS: readonly string[] = Object.keys(KINDS);

function startsWith(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

function codesOf(text: string): readonly number[] {
  return [...text].map((character) => character.codePointAt(0) ?? 0);
}

function includes(bytes: Uint8Array, text: string): boolean {
  const signature = codesOf(text);
  for (let at = bytes.indexOf(signature[0] ?? 0); at !== -1; at = bytes.indexOf(signature[0] ?? 0, at + 1)) {
    if (startsWith(bytes, signature, at)) return true;
  }
  return false;
}

function isOpenDocument(bytes: Uint8Array, type: string): boolean {
  return startsWith(bytes, codesOf(`mimetype${OPEN_DOCUMENT}.${type}`), OPEN_DOCUMENT_TYPE_AT);
}

/** A file name that is safe to keep and to offer for download: no folders, no control or direction marks, no marks that file systems refuse. */
export function safeFileName(given: string): string {
  const last = tidyText(given).split(/[/\\]/).at(-1) ?? '';
  const clean = last.replaceAll(/[\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g, '').replaceAll(/[<>:"|?*#%\n\t]/g, '-').replaceAll(/\s+/g, ' ').trim();
  const dot = clean.lastIndexOf('.');
  const stem = (dot === -1 ? clean : clean.slice(0, dot)).replace(/^[.\s]+/, '').trim().slice(0, NAME_LENGTH).trim();
  const extension = dot === -1 ? '' : clean.slice(dot + 1).trim().toLowerCase();
  return `${stem === '' ? 'report' : stem}${extension === '' ? '' : `.${extension}`}`;
}

export function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot === -1 ? '' : fileName.slice(dot + 1);
}

/** The media type of a file whose bytes are what its extension says; `undefined` for a kind that is not taken. */
export function kindOf(fileName: string): Kind | undefined {
  const extension = extensionOf(fileName);
  return Object.hasOwn(KINDS, extension) ? KINDS[extension] : undefined;
}

/** Most texts need nothing: one line that begins with a letter and has no mark that could mean something. */
const PLAIN = /^[A-Za-z][A-Za-z0-9 ,.:;?!()%·“”‘’–…-]*$/;

/**
 * Makes text that a person wrote show exactly as they wrote it where Teams reads Markdown: no bold, lists, links, headings, entities or
 * date functions come of it. Lines stay lines; control characters are dropped. Every text of a card passes through here once.
 */
export function literal(text: string): string {
  if (PLAIN.test(text)) return text.trimEnd();
  return text
    .replaceAll(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- these are what is to be dropped
    .replaceAll(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
    .split('\n')
    .map((line) => literalLine(line.trim()))
    .filter((line) => line !== '')
    .join('\n\n');
}

function literalLine(line: string): string {
  return line
    .replaceAll(/[\\*_[\]`~|<>]/g, String.raw`\$&`)
    // A date function of the card, {{DATE(…)}}, needs both braces side by side.
    .replaceAll('{{', String.raw`{\{`)
    .replaceAll(/&(?=#?\w{1,31};)/g, String.raw`\&`)
    // These mean something only where a line begins.
    .replace(/^([#+\-=])/, String.raw`\$1`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`);
}

/** At most `most` characters, cut at a character and marked as cut. */
export function excerpt(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('').trimEnd()}…`;
}

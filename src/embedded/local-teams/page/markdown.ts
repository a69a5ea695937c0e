type Inline = { readonly pattern: RegExp; readonly make: (found: RegExpExecArray) => Node };

const inlines: readonly Inline[] = [
  { pattern: /\\([\\`&*_{}[\]()#+\-.!<>|~])/, make: (found) => document.createTextNode(found[1] ?? '') },
  { pattern: /\*\*(?=\S)(.+?)(?<=\S)\*\*/s, make: (found) => wrap('strong', found[1]) },
  { pattern: /(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)/s, make: (found) => wrap('em', found[1]) },
  { pattern: /\*(?=\S)(.+?)(?<=\S)\*/s, make: (found) => wrap('em', found[1]) },
  { pattern: /\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/, make: (found) => link(found[1], found[2]) },
];

const bullet = /^\s*[-*]\s+/;
const numbered = /^\s*\d+\.\s+/;

/**
 * The part of Markdown that Teams shows in cards and bot messages: bold, italics, links, lists, escapes. It builds
 * nodes, never HTML, so nothing that a bot passes on from a person can become markup.
 */
export function renderMarkdown(text: string): DocumentFragment {
  const all = document.createDocumentFragment();
  for (const block of blocksOf(text.replaceAll('\r\n', '\n'))) {
    if (block.kind === 'text') {
      const paragraph = document.createElement('p');
      paragraph.append(...linesOf(block.lines));
      all.append(paragraph);
      continue;
    }
    const list = document.createElement(block.kind);
    for (const line of block.lines) {
      const item = document.createElement('li');
      item.append(inline(line));
      list.append(item);
    }
    all.append(list);
  }
  return all;
}

type Block = { readonly kind: 'text' | 'ul' | 'ol'; readonly lines: string[] };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      open = undefined;
      continue;
    }
    const kind = bullet.test(line) ? 'ul' : numbered.test(line) ? 'ol' : 'text';
    if (open?.kind !== kind) {
      open = { kind, lines: [] };
      blocks.push(open);
    }
    open.lines.push(kind === 'text' ? line : line.replace(kind === 'ul' ? bullet : numbered, ''));
  }
  return blocks;
}

function linesOf(lines: readonly string[]): Node[] {
  return lines.flatMap((line, index) => (index === 0 ? [inline(line)] : [document.createElement('br'), inline(line)]));
}

function inline(text: string): DocumentFragment {
  const all = document.createDocumentFragment();
  let rest = text;
  while (rest !== '') {
    const next = earliest(rest);
    if (!next) break;
    all.append(rest.slice(0, next.found.index), next.inline.make(next.found));
    rest = rest.slice(next.found.index + next.found[0].length);
  }
  all.append(rest);
  return all;
}

function earliest(text: string): { inline: Inline; found: RegExpExecArray } | undefined {
  let best: { inline: Inline; found: RegExpExecArray } | undefined;
  for (const candidate of inlines) {
    const found = candidate.pattern.exec(text);
    if (found && (!best || found.index < best.found.index)) best = { inline: candidate, found };
  }
  return best;
}

function wrap(tag: 'strong' | 'em', text = ''): HTMLElement {
  const wrapped = document.createElement(tag);
  wrapped.append(inline(text));
  return wrapped;
}

function link(text = '', address = ''): HTMLElement {
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  anchor.append(inline(text));
  return anchor;
}

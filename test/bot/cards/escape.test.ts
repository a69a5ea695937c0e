import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { excerpt, literal } from '../../../bot/cards/escape.ts';
import { card, paragraph } from '../../../bot/cards/card.ts';
import { draw } from '../drawn-card.ts';

const markdown = new MarkdownIt();

function seen(text: string): string {
  const content = card({ title: 'T', summary: 'S', body: [paragraph(text)] });
  return draw(content).text.replace(/^T/, '').replaceAll(/\s+/g, ' ').trim();
}

describe('text that a person wrote, on a card', () => {
  it.each([
    ['bold and italics', '**bold** *so* _that_ __too__'],
    ['a link', '[press here](https://evil.example/)'],
    ['an image', '![x](https://evil.example/a.png)'],
    ['a heading', '# Heading'],
    ['a heading underlined', 'Heading\n===='],
    ['a quotation', '> quoted'],
    ['a list', '- one'],
    ['a numbered list', '1. one'],
    ['a numbered list with a bracket', '2) two'],
    ['a rule', '---'],
    ['code', '`code` ~~~'],
    ['struck out', '~~gone~~'],
    ['a table', '| a | b |\n|---|---|'],
    ['markup', '<script>alert(1)</script><b>x</b>'],
    ['an entity', 'AT&amp;T &lt;b&gt; &#60;'],
    ['an ampersand that is none', 'police & health'],
    ['a backslash', String.raw`C:\new\*file*`],
    ['a date function', '{{DATE(2026-10-16T00:00:00Z, SHORT)}}'],
    ['a mention', '<at>Everybody</at>'],
    ['an address', '<https://evil.example>'],
    ['a sum', '1 + 2 = 3, 5 - 4 = 1 (about) #3!'],
  ])('shows %s as it was written', (_, text) => {
    expect(seen(text)).toBe(text.replaceAll(/\s+/g, ' '));
  });

  it('keeps lines apart and drops what cannot be printed', () => {
    expect(literal('one\r\ntwo\u0000\n\n\n   three')).toBe('one\n\ntwo\n\nthree');
  });

  it('shows every text as it was written', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('ab 1.*_[]()#>`~-+!|<\\{}&;=:/"\n')), maxLength: 40 });
    fc.assert(fc.property(text, (words) => {
      const html = markdown.render(literal(words));
      expect(html).not.toMatch(/<(?!\/?p>)/);
      const shown = html.replaceAll(/<\/?p>/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
      expect(shown.replaceAll(/\s+/g, ' ').trim()).toBe(words.replaceAll(/\s+/g, ' ').trim());
    }), { numRuns: 2_000, seed: 1 });
  });

  it('is cut at a whole character', () => {
    expect(excerpt('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
    expect(excerpt('short', 10)).toBe('short');
  });
});

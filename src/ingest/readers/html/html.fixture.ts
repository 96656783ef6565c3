/** Pages in the markup of a content management system, with invented content. */

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A page as a site prints it around its main part. */
export function site(main: string, { head = '', menu = '' } = {}): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">${head}
<style>.x > p { color: red }</style><script>document.write("<p>no text</p>")</script></head>
<body class="has-cookie-banner">
<a href="#main" class="visually-hidden focusable">Skip to main content</a>
<div id="cookie-banner"><p>We use cookies. Do you agree?</p></div>
<header><nav class="main-menu">${menu}</nav></header>
<main id="main">${main}<div class="block-social-share"><p>Share this page</p></div></main>
<footer><ul><li>Imprint</li><li>Contact</li></ul></footer></body></html>`;
}

/** The HTML twin of a page in lines: its menu as nested lists, its first plain lines, bullets as lists. */
export function twinOf(text: string): string {
  const lines = text.split('\n');
  let end = 0;
  while (lines[end]?.startsWith('-') || (end < lines.length && lines[end - 1] === '-')) end++;
  let menu = '';
  let open = false;
  for (let at = 0; at < end; at++) {
    if (lines[at] === '-') {
      menu += `${open ? '</ul></li>' : ''}<li><a href="/x"><span>${escape(lines[++at]!)}</span></a><button>Open</button><ul>`;
      open = true;
    } else menu += `<li><a href="/y">${escape(lines[at]!.slice(2))}</a></li>\n`;
  }
  const main = lines
    .slice(end)
    .map((line) => (line.startsWith('- ') ? `<ul><li>${escape(line.slice(2))}</li></ul>` : `<p>${escape(line)}</p>`));
  return site(main.join('\n'), { menu: `<ul>${menu}${open ? '</ul></li>' : ''}</ul>` });
}

/** A labelled field. */
export const field = (label: string, ...values: string[]) =>
  `<div class="field field--label-above"><div class="field__label">${label}</div><div class="field__items">${values
    .map((value) => `<div class="field__item"><a href="/t">${value}</a></div>`)
    .join('')}</div></div>`;

/** A block of JSON-LD. */
export const linked = (thing: unknown) => `<script type="application/ld+json">${JSON.stringify(thing)}</script>`;

/**
 * Finds the projects that a text names. A project may be called by an ordinary word, so a single word counts only if it is
 * written as names of projects are, or stands beside the word project.
 */
import type { NamedNode } from '../gazetteer.js';
import type { Named } from './names.js';

/** `OSCE Project E-VIDENCE`: a name in capitals behind the word, known or not. */
const IN_CAPITALS = /\bProject ["“'‘]?(\p{Lu}[\p{Lu}\d]{0,40}(?:-[\p{Lu}\d]{1,40}){0,5})(?![\p{L}\d-])/gu;

/** The projects of a text in the order in which they are first named, each once. */
export function projectsIn(text: string, projects: readonly NamedNode[]): Named[] {
  const found: (Named & { at: number })[] = [];
  const lower = text.toLowerCase();
  // Lower-casing changes the length of a few letters; offsets then no longer fit, and only exact spelling is sought.
  const folded = lower.length === text.length ? lower : text;
  for (const project of projects) {
    const names = [project.name, ...project.names.map((other) => other.name)].filter((name) => name.length > 1);
    const places = names
      .map((name) => ({ name, at: placeOf(name, text, folded) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.name.length - a.name.length);
    const first = places[0];
    if (first)
      found.push({ at: first.at, text: text.slice(first.at, first.at + first.name.length), slug: project.slug });
  }
  const known = [...found];
  const unknown = new Set<string>();
  for (const match of text.matchAll(IN_CAPITALS)) {
    const name = match[1]!;
    const at = match.index + match[0].length - name.length;
    const covered = known.some((other) => other.text === name || (other.at <= at && at < other.at + other.text.length));
    if (name.length < 3 || covered || unknown.has(name)) continue;
    unknown.add(name);
    found.push({ at, text: name });
  }
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ text: name, slug }) => ({ text: name, ...(slug !== undefined && { slug }) }));
}

function placeOf(name: string, text: string, folded: string): number {
  const severalWords = name.includes(' ');
  const haystack = severalWords ? folded : text;
  const needle = severalWords && folded !== text ? name.toLowerCase() : name;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
    const end = at + needle.length;
    if (isInsideAWord(text, at, end)) continue;
    if (severalWords || isSpelledAsAName(name) || standsBesideProject(text, at, end)) return at;
  }
  return -1;
}

function isInsideAWord(text: string, start: number, end: number): boolean {
  return /[\p{L}\d]$/u.test(text.slice(Math.max(0, start - 2), start)) || /^[\p{L}\d]/u.test(text.slice(end, end + 2));
}

/** Capitals or digits beyond the first letter: E-VIDENCE, STRONG, PoliceNet2. */
function isSpelledAsAName(name: string): boolean {
  return name.length > 2 && /[\p{Lu}\d]/u.test(name.slice(1)) && /^\P{Ll}/u.test(name);
}

function standsBesideProject(text: string, start: number, end: number): boolean {
  return (
    /\bproject[ :,]*["“‘']?$/i.test(text.slice(Math.max(0, start - 12), start)) ||
    /^["”’']? project\b/i.test(text.slice(end, end + 12))
  );
}

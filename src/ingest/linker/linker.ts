import type { Gazetteer } from '../gazetteer.js';
import { EDGE_CONFIDENCE, MENTION_RULES, SUPPRESSION_RULES } from './mention.js';
import type { Linker, Mention, MentionRule, Suppressed, SuppressionRule } from './mention.js';
import type { Hit } from './automaton.js';
import { CHECKS } from './checks/index.js';
import { DOCUMENT_NOUNS, NATIONAL_INSTITUTIONS } from './lexicon/context-words.js';
import { compilePhrases } from './phrases.js';
import type { Phrases } from './phrases.js';
import { Surroundings } from './surroundings.js';
import type { Candidate, CountryTerm, Term } from './term.js';

/**
 * Makes a linker for the countries of a gazetteer. It costs some milliseconds; make one and keep it. The linker has no
 * state of its own and may be used from anywhere.
 */
export function createLinker(gazetteer: Gazetteer): Linker {
  const phrases = compilePhrases(gazetteer);
  return {
    link: (text) => {
      const mentions: Mention[] = [];
      read(phrases, text, mentions);
      return mentions;
    },
    explain: (text) => {
      const mentions: Mention[] = [];
      const suppressed: Suppressed[] = [];
      read(phrases, text, mentions, suppressed);
      return { mentions, suppressed };
    },
  };
}

/** Reads the text once. What is left out is written down only where somebody asks for it. */
function read(phrases: Phrases, text: string, mentions: Mention[], suppressed?: Suppressed[]): void {
  let shadow: Hit<unknown> | undefined;
  for (let hit = phrases.all.find(text, 0); hit !== undefined; hit = phrases.all.find(text, hit.end)) {
    const term: Term = hit.value;
    if ('shadow' in term) {
      shadow = hit;
      if (suppressed !== undefined) explainShadow(phrases, text, hit, term.shadow, suppressed);
      continue;
    }
    const candidate = candidateFor(text, hit, term);
    const rule = isGlossOf(phrases, candidate, shadow) ? 'office-name' : suppressionFor(candidate);
    if (rule === undefined) mentions.push(mentionFor(candidate));
    else {
      shadow = hit;
      suppressed?.push(suppressedFor(candidate, rule));
    }
  }
}

function candidateFor(text: string, { start, end }: Hit<unknown>, term: CountryTerm): Candidate {
  return { text, start, end, quote: text.slice(start, end), term, around: new Surroundings(text, start, end) };
}

function suppressionFor(candidate: Candidate): SuppressionRule | undefined {
  for (const check of CHECKS) {
    const rule = check(candidate);
    if (rule !== undefined) return rule;
  }
  if (candidate.term.rule === 'capital') return isDocumentName(candidate) ? 'document-name' : 'capital';
  const rule = ruleFor(candidate);
  if (MENTION_RULES[rule] >= EDGE_CONFIDENCE) return undefined;
  return rule === 'constituent-country' ? 'constituent-country' : 'weak-abbreviation';
}

/** "Mission to Bosnia and Herzegovina (BiH)": the abbreviation in brackets is of the name before it, and shares its lot. */
function isGlossOf(phrases: Phrases, candidate: Candidate, shadow: Hit<unknown> | undefined): boolean {
  const { text, start, end, term } = candidate;
  if (shadow === undefined || term.rule !== 'abbreviation' || start - shadow.end > 2) return false;
  if (text[start - 1] !== '(' || text[end] !== ')') return false;
  return phrases.countries.find(text, shadow.start, shadow.end)?.value.country === term.country;
}

/** "Vienna Document", "Budapest Convention". */
function isDocumentName({ around }: Candidate): boolean {
  const next = around.after(0);
  return next?.isCapitalized === true && DOCUMENT_NOUNS.has(next.lower);
}

/** The rule by which the mention counts: an institution of the State beside the word makes it surer. */
function ruleFor({ term, around }: Candidate): MentionRule {
  if (term.rule === 'weak-abbreviation') {
    return around.before(0)?.lower === '(' && around.after(0)?.lower === ')' ? 'abbreviation' : term.rule;
  }
  if (term.rule === 'official-name' || term.rule === 'constituent-country') return term.rule;
  const next = around.after(0);
  if (next !== undefined && isInstitution(next.lower, next.isCapitalized)) return 'institution';
  const isOf =
    around.before(0)?.lower === 'of' || (around.before(0)?.lower === 'the' && around.before(1)?.lower === 'of');
  if (term.isAdjective || !isOf) return term.rule;
  const head = around.before(around.before(0)?.lower === 'of' ? 1 : 2);
  return head?.isCapitalized === true && NATIONAL_INSTITUTIONS.has(head.lower) ? 'institution' : term.rule;
}

const WRITTEN_SMALL = new Set([
  'embassy',
  'government',
  'parliament',
  'authorities',
  'police',
  'ministry',
  'president',
]);

function isInstitution(noun: string, isCapitalized: boolean): boolean {
  return isCapitalized ? NATIONAL_INSTITUTIONS.has(noun) : WRITTEN_SMALL.has(noun);
}

function mentionFor(candidate: Candidate): Mention {
  const { start, end, quote, term } = candidate;
  const rule = ruleFor(candidate);
  const { slug, isoCode } = term.country;
  return { countrySlug: slug, isoCode, start, end, quote, rule, confidence: MENTION_RULES[rule] };
}

function suppressedFor({ start, end, quote, term }: Candidate, rule: SuppressionRule): Suppressed {
  const { slug, isoCode } = term.country;
  return { start, end, quote, countrySlug: slug, isoCode, rule, reason: SUPPRESSION_RULES[rule] };
}

/** One line for each country within the phrase; a phrase without any (Yugoslavia) is shown itself. */
function explainShadow(
  { countries }: Phrases,
  text: string,
  { start, end }: Hit<unknown>,
  rule: SuppressionRule,
  suppressed: Suppressed[],
): void {
  const before = suppressed.length;
  for (let hit = countries.find(text, start, end); hit !== undefined; hit = countries.find(text, hit.end, end)) {
    const quote = text.slice(hit.start, hit.end);
    const { slug, isoCode } = hit.value.country;
    const reason = `${SUPPRESSION_RULES[rule]}: ${text.slice(start, end)}`;
    suppressed.push({ start: hit.start, end: hit.end, quote, countrySlug: slug, isoCode, rule, reason });
  }
  if (suppressed.length > before) return;
  suppressed.push({ start, end, quote: text.slice(start, end), rule, reason: SUPPRESSION_RULES[rule] });
}

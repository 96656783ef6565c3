/**
 * Queries and the relevance of each judged news item: 3 is what the reader looks for, 2 is about the subject among
 * others, 1 touches on it; items not listed are irrelevant. The grades were assigned before any ranking was seen:
 * change one if it is wrong, not if it is inconvenient.
 */

export type QueryClass = 'one word' | 'words' | 'title' | 'name' | 'phrase' | 'mistyped' | 'beginning';

export interface JudgedQuery {
  text: string;
  class: QueryClass;
  /** Slugs by grade. */
  3: readonly string[];
  2?: readonly string[];
  1?: readonly string[];
}

export const judgedQueries: readonly JudgedQuery[] = [
  {
    text: 'police',
    class: 'one word',
    3: ['neighbourhood-officers', 'forensic-laboratory', 'women-in-police', 'police-and-roma', 'joint-patrols'],
    2: ['patrol-dogs', 'crime-prevention'],
    1: ['victims-at-border', 'firearms-seized', 'safety-handbook', 'electronic-evidence', 'hotline-violence'],
  },
  {
    text: 'elections',
    class: 'one word',
    3: ['observers-open-mission', 'voting-orderly', 'georgia-final-report', 'ballots-abroad'],
    2: ['needs-assessment', 'first-vote'],
    1: ['minority-parliament'],
  },
  {
    text: 'media',
    class: 'one word',
    3: ['media-law', 'attack-on-reporter', 'media-conference', 'council-milan'],
    2: ['summer-course', 'broadcast-licences', 'safety-handbook', 'abuse-online'],
    1: ['observers-open-mission'],
  },
  {
    text: 'water',
    class: 'one word',
    3: ['dniester-commission', 'water-users', 'women-and-water'],
    2: ['aarhus-centres', 'climate-security'],
    1: ['library-flooded', 'forest-fires', 'contact-group', 'daily-report'],
  },
  {
    text: 'trafficking',
    class: 'one word',
    3: ['victims-at-border', 'tracing-proceeds', 'children-shelters', 'simulation-routes'],
    2: ['seasonal-workers', 'drug-routes', 'firearms-seized'],
    1: ['electronic-evidence'],
  },
  {
    text: 'women',
    class: 'one word',
    3: ['women-in-police', 'women-and-water', 'women-mediators', 'abuse-online', 'hotline-violence'],
    2: ['gender-action-plan', 'gender-armed-forces', 'council-milan'],
    1: ['georgia-final-report', 'water-users'],
  },
  {
    text: 'corruption',
    class: 'one word',
    3: ['integrity-plans', 'asset-recovery'],
    2: ['ownership-register', 'skopje-courts'],
  },
  {
    text: 'mediation',
    class: 'one word',
    3: ['mediators-meet', 'mediation-toolset', 'women-mediators'],
    1: ['police-and-roma'],
  },
  {
    text: 'ceasefire',
    class: 'one word',
    3: ['ceasefire-statement', 'daily-report'],
    2: ['spot-report', 'contact-group'],
  },
  {
    text: 'environment',
    class: 'one word',
    3: ['aarhus-centres'],
    2: ['oxidizer-removed'],
    1: ['lindqvist-takes-office'],
  },
  {
    text: 'hate crime',
    class: 'words',
    3: ['hate-crime-figures', 'hate-crime-judges', 'victims-coalition'],
    2: ['police-and-roma', 'antisemitism-statement'],
  },
  {
    text: 'small arms',
    class: 'words',
    3: ['depot-reopened', 'small-arms-review'],
    2: ['firearms-seized'],
  },
  {
    text: 'media freedom',
    class: 'words',
    3: ['attack-on-reporter', 'media-law', 'media-conference'],
    2: ['broadcast-licences', 'safety-handbook', 'council-milan'],
    1: ['abuse-online'],
  },
  {
    text: 'trial monitoring',
    class: 'words',
    3: ['skopje-courts', 'trial-manual', 'war-crimes-trials'],
  },
  {
    text: 'border police',
    class: 'words',
    3: ['joint-patrols', 'patrol-dogs', 'victims-at-border'],
  },
  {
    text: 'water management',
    class: 'words',
    3: ['dniester-commission', 'water-users'],
    2: ['women-and-water'],
  },
  {
    text: 'money laundering',
    class: 'words',
    3: ['virtual-assets'],
    2: ['ownership-register'],
    1: ['tracing-proceeds', 'asset-recovery'],
  },
  {
    text: 'national minorities education',
    class: 'words',
    3: ['commissioner-visit', 'multilingual-guidelines'],
    2: ['bilingual-kindergarten'],
  },
  {
    text: 'safety of journalists',
    class: 'words',
    3: ['safety-handbook', 'attack-on-reporter', 'council-milan'],
    2: ['abuse-online'],
  },
  {
    text: 'human trafficking victims',
    class: 'words',
    3: ['victims-at-border', 'simulation-routes'],
    2: ['children-shelters', 'tracing-proceeds'],
    1: ['electronic-evidence'],
  },
  {
    text: 'gender equality',
    class: 'words',
    3: ['gender-armed-forces', 'gender-action-plan'],
  },
  {
    text: 'violent extremism',
    class: 'words',
    3: ['extremism-online'],
    2: ['terrorism-conference'],
  },
  {
    text: 'election observation',
    class: 'words',
    3: ['observers-open-mission', 'needs-assessment', 'voting-orderly', 'georgia-final-report'],
  },
  {
    text: 'women mediators',
    class: 'words',
    3: ['women-mediators'],
    2: ['mediators-meet'],
  },
  {
    text: 'Ministerial Council',
    class: 'words',
    3: ['council-lodz', 'council-milan'],
    2: ['lodz-civil-society'],
  },
  {
    text: 'Voting orderly but playing field uneven, observers say',
    class: 'title',
    3: ['voting-orderly'],
  },
  {
    text: 'Guidelines on multilingual education',
    class: 'title',
    3: ['multilingual-guidelines'],
  },
  {
    text: 'Police academy opens forensic laboratory',
    class: 'title',
    3: ['forensic-laboratory'],
  },
  {
    text: 'Daily Report 39/2021',
    class: 'title',
    3: ['daily-report'],
  },
  {
    text: 'Marta Lindqvist',
    class: 'name',
    3: ['lindqvist-takes-office', 'villages-in-naryn'],
    2: ['notaries-digital'],
  },
  {
    text: 'Berzeli',
    class: 'name',
    3: ['berzeli-farewell'],
    2: ['berzeli-schools'],
  },
  {
    text: 'Mission to Skopje',
    class: 'name',
    3: ['berzeli-farewell', 'skopje-courts', 'berzeli-schools'],
  },
  {
    text: 'Programme Office in Bishkek',
    class: 'name',
    3: ['lindqvist-takes-office', 'bishkek-rule-of-law'],
    2: ['villages-in-naryn'],
    1: ['notaries-digital'],
  },
  {
    text: 'Lodz',
    class: 'name',
    3: ['council-lodz', 'lodz-civil-society'],
  },
  {
    text: 'Ferghana valley',
    class: 'name',
    3: ['water-users', 'neighbourhood-officers'],
  },
  {
    text: '"mine clearance"',
    class: 'phrase',
    3: ['clearance-resumes'],
    2: ['deminers-equipped', 'mine-action-law'],
  },
  {
    text: '"community policing"',
    class: 'phrase',
    3: ['neighbourhood-officers'],
  },
  {
    text: '"human trafficking"',
    class: 'phrase',
    3: ['victims-at-border', 'simulation-routes'],
    1: ['electronic-evidence'],
  },
  {
    text: '"national minorities"',
    class: 'phrase',
    3: ['commissioner-visit'],
    2: ['minority-parliament', 'multilingual-guidelines'],
  },
  {
    text: 'traficking',
    class: 'mistyped',
    3: ['victims-at-border', 'tracing-proceeds', 'children-shelters', 'simulation-routes'],
    2: ['seasonal-workers', 'drug-routes', 'firearms-seized'],
    1: ['electronic-evidence'],
  },
  {
    text: 'jornalists',
    class: 'mistyped',
    3: ['safety-handbook', 'abuse-online', 'attack-on-reporter'],
    2: ['council-milan'],
    1: ['summer-course'],
  },
  {
    text: 'Lindkvist',
    class: 'mistyped',
    3: ['lindqvist-takes-office', 'villages-in-naryn'],
    2: ['notaries-digital'],
  },
  {
    text: 'elector',
    class: 'beginning',
    3: ['minority-parliament'],
  },
  {
    text: 'demin',
    class: 'beginning',
    3: ['deminers-equipped'],
  },
  {
    text: 'minorit',
    class: 'beginning',
    3: ['commissioner-visit', 'minority-parliament'],
    2: ['bilingual-kindergarten', 'multilingual-guidelines'],
  },
];

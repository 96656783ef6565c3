/** A small gazetteer, made by hand: enough names to be confused with each other. */
import type { Gazetteer, NamedCountry, NamedNode } from '../gazetteer.js';
import type { NameKind } from '../record.js';

function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function node(name: string, others: Partial<Record<NameKind, string>> = {}): NamedNode {
  const names = Object.entries(others).map(([kind, other]) => ({ name: other, kind: kind as NameKind }));
  return { slug: slugOf(name), name, names };
}

function country(
  name: string,
  isoCode: string,
  capital: string,
  others: Partial<Record<NameKind, string>> = {},
): NamedCountry {
  return { ...node(name, others), isoCode, capital, isParticipatingState: true };
}

export const gazetteer: Gazetteer = {
  countries: [
    country('Albania', 'AL', 'Tirana'),
    country('Austria', 'AT', 'Vienna'),
    country('Bosnia and Herzegovina', 'BA', 'Sarajevo'),
    country('Czechia', 'CZ', 'Prague', { FORMER: 'Czech Republic' }),
    country('Finland', 'FI', 'Helsinki'),
    country('Kyrgyzstan', 'KG', 'Bishkek', { OFFICIAL: 'Kyrgyz Republic' }),
    country('Netherlands', 'NL', 'Amsterdam', { OFFICIAL: 'Kingdom of the Netherlands' }),
    country('Türkiye', 'TR', 'Ankara', { FORMER: 'Turkey' }),
    { ...country('Japan', 'JP', 'Tokyo'), isParticipatingState: false },
  ],
  offices: [
    node('Secretariat', { VARIANT: 'OSCE Secretariat' }),
    node('Secretary General'),
    node('Conflict Prevention Centre', { ABBREVIATION: 'CPC' }),
    node('Transnational Threats Department'),
    node('Office of the Special Representative and Co-ordinator for Combating Trafficking in Human Beings'),
    node('Office of the Co-ordinator of OSCE Economic and Environmental Activities'),
    node('Department of Management and Finance'),
    node('Office for Democratic Institutions and Human Rights', { ABBREVIATION: 'ODIHR' }),
    node('High Commissioner on National Minorities'),
    node('Parliamentary Assembly'),
    node('Presence in Albania'),
    node('Programme Office in Bishkek', { FORMER: 'Centre in Bishkek' }),
    node('Mission to Bosnia and Herzegovina', { LOCAL: 'Misija OSCE-a u Bosni i Hercegovini' }),
    node('Mission in Kosovo'),
    node('Project Co-ordinator in Uzbekistan', { FORMER: 'Centre in Tashkent' }),
    node('Mission to Croatia'),
    node('Missions of Long Duration in Kosovo, Sandjak and Vojvodina'),
    node('Chairpersonship', { FORMER: 'OSCE Chairmanship' }),
  ],
  fieldsOfWork: [
    node('Border management'),
    node('Countering terrorism'),
    node('Cyber/ICT Security'),
    node('Elections'),
    node('Policing'),
    node('Reform and co-operation in the security sector'),
    node('Youth'),
  ],
  eventSeries: [node('Review Conferences'), node('Gender Equality Review Conferences'), node('Human rights meetings')],
  projects: [node('E-VIDENCE'), node('Harmony'), node('Clean Water for All')],
};

import { gazetteer } from './gazetteer.fixture.js';
import { projectsIn } from './projects.js';

describe('projects named in a text', () => {
  test.each<[text: string, found: string[]]>([
    ['It was organized under OSCE Project E-VIDENCE, in two years.', ['E-VIDENCE = e-vidence']],
    ['E-VIDENCE began in May. E-VIDENCE ends in June.', ['E-VIDENCE = e-vidence']],
    ['The e-vidence was weak.', []],
    ['The pre-E-VIDENCES era.', []],
    ['They sang in harmony. Harmony is an art.', []],
    ['The Harmony project and the rest.', ['Harmony = harmony']],
    ['Under Project Harmony, choirs met.', ['Harmony = harmony']],
    ['Supported by clean water for all, a campaign.', ['clean water for all = clean-water-for-all']],
    ['OSCE Project LIGHT-HOUSE began.', ['LIGHT-HOUSE = ?']],
    ['The OSCE Project Co-ordinator in Uzbekistan spoke.', []],
    ['Project Harmony follows Project E-VIDENCE.', ['Harmony = harmony', 'E-VIDENCE = e-vidence']],
  ])('%s', (text, found) => {
    expect(projectsIn(text, gazetteer.projects).map(({ text: name, slug }) => `${name} = ${slug ?? '?'}`)).toEqual(
      found,
    );
  });
});

/**
 * The line, from 1, of a place in a text. Places are asked for in order, and each line break is looked for once: a page of
 * 10 MB on one line would else be searched to its end for every place.
 */
export function lineCounter(text: string): (place: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (place) => {
    while (next >= 0 && next < place) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

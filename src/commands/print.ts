/** Writes a generated text to a file or to standard output. */
import { writeFile } from 'node:fs/promises';

/** @param file undefined: standard output */
export async function print(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    // Flushes the output: the process ends with the command, and a pipe may not have read everything.
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    return;
  }
  await writeFile(file, text);
  console.log(`wrote ${file}`);
}

/** What the extension host runs: mocha over the tests beside this file. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import reporter from '../../reporter';

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 0, reporter });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  }
  return new Promise((resolve, reject) => {
    mocha.run(failures => (failures > 0 ? reject(new Error(`${failures} failed`)) : resolve()));
  });
}

// Runs a scenario on an open desk in the distribution's Chromium, as somebody at a desk would:
//
//     node tests/desk/run.mjs PROGRAM SCENARIO
//
// What is wrong is printed, with exit code 1. It needs what tests/install fetches.

import { Office } from './office.mjs';
import { accessible, keyboard } from './access.mjs';
import { newcomer } from './newcomer.mjs';
import { pictures } from './pictures.mjs';
import { conflicts, long, restart, room, unanswered } from './saving.mjs';
import { clicks, drawings, findings, typing } from './sheet.mjs';
import { late, views } from './views.mjs';
import { writing } from './writing.mjs';

const SCENARIOS = {
  accessible, clicks, conflicts, drawings, findings, keyboard, late, long, newcomer, pictures, restart, room, typing,
  unanswered, views, writing,
};

const [program, name] = process.argv.slice(2);
const scenario = SCENARIOS[name];
if (!program || !scenario) {
  console.error(`usage: run.mjs PROGRAM ${Object.keys(SCENARIOS).join('|')}`);
  process.exit(2);
}
const office = new Office(program);
try {
  await scenario(office);
} catch (error) {
  office.wrong(error.stack ?? String(error));
} finally {
  await office.close();
}
for (const line of office.faults) console.error(line);
process.exit(office.faults.length ? 1 : 0);

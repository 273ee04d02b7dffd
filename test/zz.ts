import { createAnalysis } from '../src/analysis';
import { createNodeFileSystem, findGoEnvironment } from '../src/host';
import { locationLabel, locationOf } from '../src/explorer';
const env = findGoEnvironment();
const a = createAnalysis({ fs: createNodeFileSystem(), dir: process.env.DIR ?? '/tmp/hw/simt', goroot: env.goroot, moduleCache: env.moduleCache, flows: false, inline: true, log: l => console.log('LOG', l) });
const [pkg, filter] = process.argv.slice(2);
const p = a.program.package(pkg);
for (const { unit, object } of a.program.functions(p)) {
  const recv = object.type.recv;
  const name = object.name;
  if (filter && !new RegExp(filter).test(name)) continue;
  const t0 = Date.now();
  try {
    const s = a.simulate({ unit, name, from: 0, to: 0 }, { procs: 2, maxSteps: Number(process.env.STEPS ?? 2_000_000) });
    const ms = Date.now() - t0;
    if (s.stopped || ms > 3000) console.log(recv ? '(m) ' : '', name, s.log.objects, 'objects', ms, 'ms', s.assumptions.length, 'assumed', s.stopped?.message ?? '', s.stopped ? locationLabel(locationOf(s.stopped.place)) : '');
    if (filter) { for (const x of s.assumptions) console.log('   ?', x.id, locationLabel(locationOf(x.place)), x.text); }
  } catch (e) { if (!/cannot be simulated/.test(String(e))) console.log('FAIL', name, (e as Error).stack?.split('\n').slice(0, 6).join('\n')); }
}

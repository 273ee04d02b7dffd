import { createAnalysis } from '../src/analysis';
import { createNodeFileSystem, findGoEnvironment } from '../src/host';
const env = findGoEnvironment();
const a = createAnalysis({ fs: createNodeFileSystem(), dir: '/tmp/hw/simt', goroot: env.goroot, moduleCache: env.moduleCache, flows: false, inline: true, log: l => console.log('LOG', l) });
for (const name of process.argv.slice(3)) {
  const t = a.functionNamed(process.argv[2], name)!;
  const t0 = Date.now(); const s = a.simulate(t, { procs: 1 });
  console.log(name, Date.now() - t0, 'ms', s.log.count, s.stopped?.message);
}
